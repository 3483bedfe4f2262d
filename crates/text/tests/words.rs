//! How questions are split into words.

use text::{Word, words};

fn texts(question: &str) -> Vec<String> {
    words(question).into_iter().map(|word| word.text).collect()
}

/// The words of a question separated by bars, so that a case is one line.
fn split(question: &str) -> String {
    texts(question).join("|")
}

#[test]
fn a_question_is_split_as_the_word_vectors_were() {
    let cases = [
        ("What is on the table?", "what|is|on|the|table"),
        ("What's the man's name?", "what|'s|the|man|'s|name"),
        (
            "Isn't it red, or don\u{2019}t you see?",
            "is|n't|it|red|or|do|n't|you|see",
        ),
        (
            "They\u{2019}ll wouldn't've we're I'm you'd",
            "they|'ll|would|n't|'ve|we|'re|i|'m|you|'d",
        ),
        (
            "the ladies' room at 5 o'clock",
            "the|ladies|room|at|5|o|clock",
        ),
        ("'red' or ''blue''", "red|or|blue"),
        ("Is it a T-shirt?", "is|it|a|t|shirt"),
        ("2 dogs, 10cm, no_1", "2|dogs|10cm|no|1"),
        ("n't", "n't"),
        ("'s", "s"),
        ("red'seat", "red|seat"),
    ];
    for (question, expected) in cases {
        assert_eq!(split(question), expected, "{question:?}");
    }
}

#[test]
fn unicode_forms_of_a_word_are_one_word() {
    let cases = [
        ("ＷＨＡＴ", "what"),
        ("ﬁsh", "fish"),
        ("cafe\u{301}", "café"),
        ("CAFÉ", "café"),
        ("co\u{AD}operate", "cooperate"),
        ("½ x² ⓐ", "1|2|x2|a"),
        ("\u{1112}\u{1161}\u{11AB}", "한"),
        ("ماذا يوجد؟", "ماذا|يوجد"),
        ("מה זה?", "מה|זה"),
        ("क्या है", "क्या|है"),
        ("ŉ", "n"),
    ];
    for (question, expected) in cases {
        assert_eq!(split(question), expected, "{question:?}");
    }
}

#[test]
fn emoji_and_punctuation_are_no_words() {
    let nothing = [
        "",
        " \t\n\u{A0}",
        "?!...",
        "🐶🐱",
        "👩🏽\u{200D}🚀",
        "🇩🇪",
        "1\u{FE0F}\u{20E3}",
        "🅰🆗",
        "ℹ\u{FE0F}",
        "™©®",
        "\u{301}\u{302}",
        "''",
        "\u{200D}\u{FE0F}",
    ];
    for question in nothing {
        assert_eq!(texts(question), Vec::<String>::new(), "{question:?}");
    }
    assert_eq!(split("is 🐶 a dog🐶?"), "is|a|dog");
    assert_eq!(split("Apple™"), "apple");
}

#[test]
fn byte_ranges_point_at_what_was_typed() {
    let question = "🐶 ＷＨＡＴ’s ﬁsh¿CAFE\u{301}? İstanbul";
    let typed: Vec<&str> = words(question)
        .iter()
        .map(|w| &question[w.start..w.end])
        .collect();
    assert_eq!(typed, ["ＷＨＡＴ", "’s", "ﬁsh", "CAFE\u{301}", "İstanbul"]);
}

fn assert_sound(question: &str) {
    let found = words(question);
    let mut reached = 0;
    for Word { text, start, end } in &found {
        assert!(
            !text.is_empty() && start < end,
            "{question:?}: {text:?} {start}..{end}"
        );
        assert!(
            question.get(*start..*end).is_some(),
            "{question:?}: {start}..{end}"
        );
        assert!(*start >= reached, "{question:?}: words go backwards");
        reached = *start;
    }
}

/// Every character there is: the planes between and behind these are empty or
/// for private use.
fn all_characters() -> impl Iterator<Item = char> {
    ('\0'..='\u{33479}')
        .chain('\u{E0000}'..='\u{E01EF}')
        .chain(['\u{F0000}', char::MAX])
}

#[test]
fn every_single_character_is_handled_and_stays_what_it_became() {
    for value in all_characters() {
        assert_sound(&format!("a{value} {value}'s \u{301}"));
        for text in texts(&value.to_string()) {
            let again = texts(&text);
            assert_eq!(
                again,
                std::slice::from_ref(&text),
                "from U+{:04X}",
                value as u32
            );
        }
    }
}

/// A small generator (xorshift), so that the strings are the same every time.
fn strings(count: usize) -> impl Iterator<Item = String> {
    let alphabet: Vec<char> = "aBn'’ʼts? -\u{301}\u{FE0F}\u{20E3}\u{200D}1½ŉﷺßİΣ🐶🇩אل\u{1100}\u{1161}ㅏㄱ한\u{11AB}\u{202E}ﬁ"
        .chars()
        .collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    (0..count).map(move |_| {
        let length = next() % 24;
        (0..length)
            .map(|_| alphabet[next() % alphabet.len()])
            .collect()
    })
}

#[test]
fn any_string_is_split_soundly_and_its_words_are_stable() {
    for question in strings(50_000) {
        assert_sound(&question);
        for text in texts(&question)
            .iter()
            .filter(|text| !text.starts_with('\''))
        {
            assert_eq!(texts(text), std::slice::from_ref(text), "from {question:?}");
        }
    }
}

#[test]
fn a_very_long_string_is_split() {
    assert_eq!(words(&"word ".repeat(2_000)).len(), 2_000);
    assert_eq!(words(&"\u{301}".repeat(10_000)).len(), 0);
    assert_eq!(words(&format!("a{}", "\u{301}".repeat(10_000))).len(), 1);
    assert_eq!(words(&"'s".repeat(5_000)).len(), 5_000);
    assert_eq!(words(&"ﷺ".repeat(10_000)).len(), 30_001);
}
