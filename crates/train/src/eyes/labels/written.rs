use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};
use data::boxes::{self, Thing};
use data::labels::{load_captions, load_classes, load_detections};

use super::{Known, Place};
use crate::recipe::Labelled;
use crate::{Features, Photos};

/// A detection counts from that score on.
const SURE: f32 = 0.4;
/// How much a machine's caption counts, and how much its silence does.
const MACHINE: [f32; 2] = [0.5, 0.1];
/// Words that name nothing that could be seen.
const UNSEEN: &str = "a an the of on in at to and with is are his her its their it up by for from \
    that this as some there next near while has be very each other into over off out down which who \
    he she they them not what or no all was being can been one two another front top through around \
    behind side back between under above along across during about like than then so";

/// What the files of a recipe say, before it is known which words are common.
#[derive(Default)]
pub(super) struct Written {
    pub known: HashMap<Place, Known>,
    pub said: HashMap<Place, (HashSet<String>, [f32; 2])>,
    /// How many photos that may be learnt from have a word in captions by
    /// people.
    counts: HashMap<String, usize>,
    /// A file, another view of its photos, and whether that is a mirror.
    pub views: Vec<(usize, usize, bool)>,
    pub dev: Vec<Place>,
}

impl Written {
    /// Takes in what the files of one part of the recipe say.
    pub fn add(
        &mut self,
        labelled: &Labelled,
        data: &Path,
        files: &[Features],
        file_of: &HashMap<String, usize>,
        is_new: &impl Fn(&str) -> bool,
    ) -> Result<()> {
        let find = |name: &str| {
            let file = file_of.get(name).copied();
            file.with_context(|| format!("no source of the recipe has the features `{name}`"))
        };
        let file = find(&labelled.features)?;
        for view in &labelled.views {
            self.views
                .push((file, find(&view.features)?, view.mirrored));
        }
        let photos = Photos::of(&files[file]);
        let place = |photo: &str| {
            let name = photos.name(photo)?;
            Some((file, files[file].row(name)?))
        };
        if let Some(path) = &labelled.classes {
            for (photo, classes) in load_classes(&data.join(path))? {
                let Some(place) = place(&photo) else { continue };
                if is_new(&photo) {
                    self.dev.push(place);
                }
                self.known.entry(place).or_default().classes = Some(classes);
            }
        }
        if let Some(path) = &labelled.boxes {
            for (photo, things) in boxes::load(&data.join(path))? {
                let Some(place) = place(&photo) else { continue };
                self.known.entry(place).or_default().boxed(things);
            }
        }
        if let Some(path) = &labelled.detections {
            for (photo, things) in load_detections(&data.join(path), SURE)? {
                let Some(place) = place(&photo) else { continue };
                self.known.entry(place).or_default().detected(things);
            }
        }
        let captions = [
            (&labelled.captions, [1.0, 1.0]),
            (&labelled.machine_captions, MACHINE),
        ];
        for (path, weights) in captions {
            let Some(path) = path else { continue };
            for (photo, sentences) in load_captions(&data.join(path))? {
                let Some(place) = place(&photo) else { continue };
                self.say(place, &sentences, weights, is_new(&photo));
            }
        }
        Ok(())
    }

    /// Takes the words of sentences about a photo in, unless better ones are
    /// there.
    fn say(&mut self, place: Place, sentences: &[String], weights: [f32; 2], is_new: bool) {
        if self.said.contains_key(&place) {
            return;
        }
        let unseen: HashSet<&str> = UNSEEN.split_whitespace().collect();
        let words: HashSet<String> = sentences
            .iter()
            .flat_map(|sentence| text::words(sentence))
            .map(|word| word.text)
            .filter(|word| word.len() > 1 && !unseen.contains(word.as_str()))
            .collect();
        if !is_new && weights == [1.0, 1.0] {
            for word in &words {
                *self.counts.entry(word.clone()).or_default() += 1;
            }
        }
        self.said.insert(place, (words, weights));
    }

    /// The words that most photos have, the commonest first.
    pub fn commonest(&self, n: usize) -> Vec<String> {
        // By the count, and where it is the same by the alphabet.
        let counted: BTreeMap<(std::cmp::Reverse<usize>, &str), ()> = self
            .counts
            .iter()
            .map(|(word, count)| ((std::cmp::Reverse(*count), word.as_str()), ()))
            .collect();
        let words = counted.keys().take(n);
        words.map(|(_, word)| (*word).to_owned()).collect()
    }
}

impl Known {
    /// Takes in all things that people boxed.
    fn boxed(&mut self, things: Vec<Thing>) {
        let mut classes: Vec<usize> = things.iter().map(|thing| thing.class).collect();
        classes.sort_unstable();
        classes.dedup();
        self.classes.get_or_insert(classes);
        self.things = things;
        self.has_all = true;
    }

    /// Takes in what a detector saw, where the classes confirm it and no boxes
    /// are known.
    fn detected(&mut self, mut things: Vec<Thing>) {
        let confirmed = self.classes.as_deref().unwrap_or_default();
        if !self.has_all {
            things.retain(|thing| confirmed.contains(&thing.class));
            self.things = things;
        }
    }
}
