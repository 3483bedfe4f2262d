//! Questions as people type them are read as the network knows them.

use text::{FIRST_WORD, Question, Vocabulary};

const WORDS: [&str; 22] = [
    "what", "is", "are", "the", "color", "'s", "n't", "bus", "giraffe", "elephant", "on", "truck",
    "people", "they", "of", "kayak", "zebras", "girl", "table", "doing", "does", "story",
];

fn read(question: &str) -> Question {
    let words = WORDS.map(str::to_owned).to_vec();
    let vocabulary = Vocabulary::new(words).expect("a good list");
    vocabulary.encode(question, 20).expect("a question")
}

/// The words that the network reads.
fn words(question: &str) -> Vec<&'static str> {
    let ids = read(question).ids;
    let word = |id: u32| WORDS.get((id.wrapping_sub(FIRST_WORD)) as usize);
    ids.into_iter()
        .map(|id| word(id).copied().unwrap_or("?"))
        .collect()
}

#[test]
fn short_forms_are_written_out() {
    for (typed, plain) in [
        ("What's on the table?", "what is on the table"),
        ("whats on the table", "what is on the table"),
        ("What\u{2019}re they doing?", "what are they doing"),
        ("what doesnt the girl", "what does n't the girl"),
    ] {
        assert_eq!(words(typed).join(" "), plain, "{typed}");
    }
    let whose = words("what is the girl's color");
    assert_eq!(whose, ["what", "is", "the", "girl", "'s", "color"]);
}

#[test]
fn spelling_is_mended_and_it_is_said() {
    for (typed, plain) in [
        ("what colour is the buss?", "what color is the bus"),
        ("is the girafe on the tabel", "is the giraffe on the table"),
        ("elephont", "elephant"),
        ("the lorry", "the truck"),
        ("ppl", "people"),
        ("kayaks", "kayak"),
        ("zebra", "zebras"),
    ] {
        assert_eq!(words(typed).join(" "), plain, "{typed}");
    }
    let question = read("What Colour is the girafe?");
    let shown: Vec<_> = question
        .words
        .iter()
        .map(|word| (word.text.as_str(), word.read_as.as_deref()))
        .collect();
    assert_eq!(shown[1], ("Colour", Some("color")));
    assert_eq!(shown[2], ("is", None));
    assert_eq!(shown[4], ("girafe", Some("giraffe")));
    assert!(question.words.iter().all(|word| word.known));
}

#[test]
fn what_is_no_slip_stays_unknown() {
    for typed in ["zorse", "tame", "gaerfai", "bas", "u\u{308}ber"] {
        assert_eq!(words(typed), ["?"], "{typed}");
    }
    assert_eq!(read("zorse").words[0].read_as, None);
}

#[test]
fn the_parts_of_a_joined_form_are_shown_as_they_were_typed() {
    let question = read("Whats the color? ｗｈａｔｓ");
    let shown: Vec<&str> = question
        .words
        .iter()
        .map(|word| word.text.as_str())
        .collect();
    assert_eq!(
        shown,
        ["What", "s", "the", "color", "ｗｈａｔｓ", "ｗｈａｔｓ"]
    );
}
