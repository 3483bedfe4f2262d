use std::collections::{HashMap, HashSet};

use data::Question;

use super::Source;
use super::part_of::part_of;

/// What of a source is measured on instead of learnt from.
pub struct HeldOut<'a> {
    source: &'a Source,
    scenes: VideoScenes,
}

impl<'a> HeldOut<'a> {
    /// Of all `questions` of the source.
    pub fn of(source: &'a Source, questions: &[Question]) -> Self {
        // Large sets are not sorted for nothing.
        let in_scenes = match source.hold_out_scenes > 0.0 {
            true => questions,
            false => &[],
        };
        let photos = in_scenes.iter().map(|question| question.image.as_str());
        Self {
            source,
            scenes: VideoScenes::of(photos),
        }
    }

    /// Whether this question is one of them.
    pub fn holds(&self, question: &Question) -> bool {
        let scene = self.scenes.of_photo(&question.image);
        part_of(&question.image) < self.source.hold_out
            || part_of(scene) < self.source.hold_out_scenes
    }
}

/// Photos of one place, as the frames of a video are: those whose numbers follow
/// each other.
pub struct VideoScenes {
    /// The first photo of each photo's scene.
    first: HashMap<String, String>,
}

impl VideoScenes {
    /// Sorts photos by the number that ends their name; one whose name ends in
    /// none is a scene of its own.
    pub fn of<'a>(photos: impl Iterator<Item = &'a str>) -> Self {
        let photos: HashSet<&str> = photos.collect();
        let mut numbered: Vec<(&str, u64, &str)> = photos
            .into_iter()
            .filter_map(|photo| {
                let (name, number) = numbered(photo)?;
                Some((name, number, photo))
            })
            .collect();
        numbered.sort_unstable();
        let mut first = HashMap::new();
        let mut scene = "";
        let mut before = None;
        for (name, number, photo) in numbered {
            if before != Some((name, number)) {
                scene = photo;
            }
            before = number.checked_add(1).map(|next| (name, next));
            first.insert(photo.to_owned(), scene.to_owned());
        }
        Self { first }
    }

    /// The first photo of a photo's scene.
    pub fn of_photo<'a>(&'a self, photo: &'a str) -> &'a str {
        self.first.get(photo).map_or(photo, String::as_str)
    }
}

/// The name of a photo without its ending, in two: what stands before its number,
/// and that.
fn numbered(photo: &str) -> Option<(&str, u64)> {
    let stem = photo.rsplit_once('.').map_or(photo, |(stem, _)| stem);
    let name = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    Some((name, stem[name.len()..].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenes_are_held_out_whole() {
        let source = "name = 'mine'\nfeatures = 'mine'\nhold_out_scenes = 0.5\n\
                      questions.daquar-official = 'mine'";
        let source: Source = toml::from_str(source).expect("a source");
        // Scenes of four photos each.
        let question = |at: u64| {
            let image = format!("image{}", at / 4 * 10 + at % 4);
            Question::of_set(at, image, "what is this?".into(), vec!["bed".into()])
        };
        let questions: Vec<Question> = (0..80).map(question).collect();
        let held_out = HeldOut::of(&source, &questions);
        let held: Vec<bool> = questions.iter().map(|q| held_out.holds(q)).collect();
        let scenes = held.chunks(4);
        assert!(
            scenes
                .clone()
                .all(|scene| scene.iter().all(|held| *held == scene[0]))
        );
        let n = scenes.filter(|scene| scene[0]).count();
        assert!((5..=15).contains(&n), "{n} of 20 scenes");
    }

    #[test]
    fn photos_whose_numbers_follow_each_other_are_of_one_scene() {
        let photos = [
            "image9", "image10", "image8", "image12", "other13", "image10", "sofa",
        ];
        let scenes = VideoScenes::of(photos.into_iter());
        let first: Vec<&str> = photos.iter().map(|p| scenes.of_photo(p)).collect();
        assert_eq!(
            first,
            [
                "image8", "image8", "image8", "image12", "other13", "image8", "sofa"
            ]
        );
        assert_eq!(scenes.of_photo("image99"), "image99", "not seen before");
    }

    #[test]
    fn a_number_may_have_zeros_and_an_ending_or_be_too_long() {
        let scenes = VideoScenes::of(
            ["a_007.jpg", "a_008.jpg", "18446744073709551615", "b.7.jpg"].into_iter(),
        );
        assert_eq!(scenes.of_photo("a_008.jpg"), "a_007.jpg");
        assert_eq!(
            scenes.of_photo("18446744073709551615"),
            "18446744073709551615"
        );
        assert_eq!(numbered("99999999999999999999"), None);
        assert_eq!(numbered("b.7.jpg"), Some(("b.", 7)));
    }
}
