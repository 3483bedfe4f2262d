//! WUPS over an excerpt in WordNet's format. The expected similarities were
//! computed by NLTK 3.10 on the same files.

use std::path::Path;

use crate::common::{fixture, refused};
use data::DataError;
use data::wups::{WordNet, score};

fn excerpt() -> WordNet {
    WordNet::open(&fixture("wordnet")).expect("good files")
}

#[test]
fn nouns_are_as_alike_as_their_closest_meanings() {
    let wordnet = excerpt();
    let cases = [
        // Both pets and hunters; hunters are first in the alphabet, and deeper.
        ("dog", "cat", 10.0 / 12.0),
        ("cat", "dog", 10.0 / 12.0),
        ("dog", "hunter", 10.0 / 11.0),
        ("predator", "dog", 0.8),
        ("sofa", "couch", 1.0),
        ("sofa", "chair", 0.8),
        ("beast", "entity", 0.5),
        // The one that squeaks, and the one that clicks.
        ("mouse", "cat", 6.0 / 9.0),
        ("mouse", "sofa", 6.0 / 9.0),
        ("garbage bin", "vessel", 6.0 / 7.0),
        // London is no kind of place, but it is one.
        ("London", "place", 6.0 / 7.0),
        ("london", "dog", 4.0 / 9.0),
    ];
    for (noun, other, expected) in cases {
        for _ in ["computed", "remembered"] {
            assert_eq!(wordnet.similarity(noun, other), expected, "{noun}, {other}");
        }
    }
}

#[test]
fn a_plural_is_looked_up_in_the_singular() {
    let wordnet = excerpt();
    let cases = [
        ("mice", "mouse", 1.0),
        ("dogs", "domestic dog", 1.0),
        ("firemen", "chairman", 0.8),
        ("garbage bins", "sofa", 4.0 / 9.0),
        ("couches", "seat", 8.0 / 9.0),
        ("predatrices", "hunter", 8.0 / 9.0),
    ];
    for (noun, other, expected) in cases {
        assert_eq!(wordnet.similarity(noun, other), expected, "{noun}, {other}");
    }
}

#[test]
fn a_word_that_is_not_there_is_like_itself_alone() {
    let wordnet = excerpt();
    // The exceptions know geese, but no goose is in the index.
    for (noun, other) in [("unicorn", "dog"), ("dog", "unicorn"), ("geese", "dog")] {
        assert_eq!(wordnet.similarity(noun, other), 0.0, "{noun}, {other}");
    }
    assert_eq!(wordnet.similarity("unicorn", "unicorn"), 1.0);
}

#[test]
fn answers_are_compared_as_sets_in_both_directions() {
    let wordnet = excerpt();
    let cases = [
        ("sofa", "sofa", 1.0, 1.0),
        ("sofa", "couch", 1.0, 1.0),
        ("sofa", "chair", 0.08, 0.8),
        ("sofa", "seat", 0.8 / 9.0, 8.0 / 9.0),
        ("sofa, chair", "chair", 0.08, 0.8),
        ("chair", "sofa, chair", 0.08, 0.8),
        ("sofa, dog", "cat,couch", 1.0 / 12.0, 10.0 / 12.0),
        ("garbage_bin", "garbage bin, Garbage_Bin", 1.0, 1.0),
        ("unicorn", "unicorn", 1.0, 1.0),
        ("unicorn", "sofa", 0.0, 0.0),
        ("sofa", "", 0.0, 0.0),
        ("", "sofa", 0.0, 0.0),
    ];
    for (truth, answer, at_09, at_00) in cases {
        for (threshold, expected) in [(0.9, at_09), (0.0, at_00)] {
            let found = score(&wordnet, truth, answer, threshold);
            let right = (found - expected).abs() < 1e-12;
            assert!(right, "{truth:?}, {answer:?} at {threshold}: {found}");
        }
    }
}

#[test]
fn a_broken_file_is_named_with_the_line_and_the_field() {
    let cases = r#"
data.noun | 00000280 05 | 00000281 05 | line 4, synset_offset is "281"
data.noun | 00000280 05 | x 05 | line 4, synset_offset is "x"
data.noun | 05 n 02 dog | 05 v 02 dog | line 8, ss_type is "v"
data.noun | n 02 dog | n 0g dog | line 8, w_cnt is "0g"
data.noun | 0 006 @ | 0 600 @ | line 4, pointer_symbol is ""
data.noun | 0 006 @ | 0 -06 @ | line 4, p_cnt is "-06"
data.noun | 0 006 @ | 0 005 @ | line 4, after as many fields as p_cnt says is "~"
data.noun | @ 00000137 | @ 00000138 | line 4, pointer's synset_offset is "138"
data.noun | @ 00000072 | @ 00000280 | line 3, pointer's synset_offset is "280"
index.noun | 1 0 00000794 | 1 0 00000795 | line 10, synset_offset is "795"
index.noun | chair n 2 | chair n 1 | line 4, after as many fields as synset_cnt says
index.noun | chair n 2 | chair n 3 | line 4, synset_offset is ""
index.noun | cat n 1 1 @ | cat n 1 @ 1 | line 3, p_cnt is "@"
noun.exc | mice mouse | mice | line 2, singular is ""
noun.exc | mice mouse | | line 2, plural is ""
"#;
    let files = ["data.noun", "index.noun", "noun.exc"];
    refused("wordnet/", &files, cases, |folder, _| WordNet::open(folder));
}

#[test]
fn a_folder_without_wordnet_is_named() {
    let error = WordNet::open(&fixture("daquar")).expect_err("no WordNet");
    assert!(
        matches!(&error, DataError::Read { file, .. } if file.ends_with("daquar/data.noun")),
        "{error}"
    );
}

/// Needs WordNet 3.0, such as Debian's `wordnet-base`, in the folder WORDNET.
#[test]
#[ignore = "needs the folder of WordNet 3.0 in the variable WORDNET"]
fn the_whole_of_wordnet_gives_the_published_similarities() {
    let Some(folder) = std::env::var_os("WORDNET") else {
        eprintln!("skipped: the variable WORDNET names no folder");
        return;
    };
    let wordnet = WordNet::open(Path::new(&folder)).expect("WordNet");
    let cases = [
        ("dog", "cat", 0.8571428571428571),
        ("table", "chair", 0.8421052631578947),
        ("sofa", "bed", 0.8),
        ("curtains", "curtain", 1.0),
        ("red", "blue", 0.875),
        ("2", "3", 0.875),
        ("window", "door", 0.75),
        ("shelves", "book", 0.5882352941176471),
        ("white", "table", 0.6666666666666666),
        ("london", "paris", 0.9090909090909091),
        ("night stand", "lamp", 0.0),
    ];
    for (noun, other, expected) in cases {
        assert_eq!(wordnet.similarity(noun, other), expected, "{noun}, {other}");
    }
}
