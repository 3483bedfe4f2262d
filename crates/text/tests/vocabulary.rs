//! Words and answers become numbers, and lists that would mislead are refused.

use text::{
    Answers, AnswersError, FIRST_WORD, QuestionError, UNKNOWN, Vocabulary, VocabularyError,
};

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn vocabulary() -> Vocabulary {
    Vocabulary::new(owned(&["what", "is", "'s", "n't", "the", "café"])).expect("a good list")
}

#[test]
fn known_words_get_their_id_and_all_others_share_one() {
    let question = vocabulary()
        .encode("What's the ZEBRA’s Cafe\u{301}?", 14)
        .expect("a question");
    assert_eq!(question.ids, [FIRST_WORD, 3, 6, UNKNOWN, 4, 7]);
    let typed: Vec<&str> = question
        .words
        .iter()
        .map(|word| word.text.as_str())
        .collect();
    assert_eq!(typed, ["What", "'s", "the", "ZEBRA", "’s", "Cafe\u{301}"]);
    let known: Vec<bool> = question.words.iter().map(|word| word.known).collect();
    assert_eq!(known, [true, true, true, false, true, true]);
    assert!(!question.truncated);
}

#[test]
fn words_past_the_limit_are_left_out_and_it_says_so() {
    let vocabulary = vocabulary();
    for (limit, kept, truncated) in [(0, 1, true), (1, 1, true), (3, 3, true), (4, 4, false)] {
        let question = vocabulary
            .encode("what is the café", limit)
            .expect("a question");
        assert_eq!(
            (question.ids.len(), question.words.len()),
            (kept, kept),
            "limit {limit}"
        );
        assert_eq!(question.truncated, truncated, "limit {limit}");
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    let vocabulary = vocabulary();
    assert_eq!(vocabulary.encode("", 14), Err(QuestionError::Empty));
    assert_eq!(
        vocabulary.encode(" \n\u{3000}", 14),
        Err(QuestionError::Empty)
    );
    assert_eq!(vocabulary.encode("?? 🐶", 14), Err(QuestionError::NoWords));
    let too_long = Err(QuestionError::TooLong {
        characters: 2_001,
        limit: 2_000,
    });
    assert_eq!(vocabulary.encode(&"é".repeat(2_001), 14), too_long);
    assert!(vocabulary.encode(&"é".repeat(2_000), 14).is_ok());
}

#[test]
fn a_vocabulary_counts_its_special_ids() {
    let vocabulary = vocabulary();
    assert_eq!((vocabulary.len(), vocabulary.words().len()), (8, 6));
    assert_eq!(
        (vocabulary.id("the"), vocabulary.id("The")),
        (Some(6), None)
    );
}

#[test]
fn a_word_that_no_question_can_contain_is_refused() {
    for word in [
        "The",
        "t-shirt",
        "two words",
        " the",
        "?",
        "cafe\u{301}",
        "'",
        "''s",
        "isn't",
    ] {
        let refused = Vocabulary::new(owned(&["a", word]));
        let expected = VocabularyError::NotNormalised {
            index: 1,
            word: word.to_owned(),
        };
        assert_eq!(refused, Err(expected));
    }
    let twice = VocabularyError::Duplicate {
        word: "a".to_owned(),
        first: 0,
        second: 2,
    };
    assert_eq!(Vocabulary::new(owned(&["a", "b", "a"])), Err(twice));
    assert_eq!(
        Vocabulary::new(owned(&["a", ""])),
        Err(VocabularyError::Empty { index: 1 })
    );
}

#[test]
fn answers_go_both_ways() {
    let answers = Answers::new(owned(&["yes", "no", "living room"])).expect("a good list");
    assert_eq!(answers.len(), 3);
    assert_eq!(
        (answers.get(2), answers.get(3)),
        (Some("living room"), None)
    );
    assert_eq!((answers.index("no"), answers.index("No")), (Some(1), None));
}

#[test]
fn answer_lists_that_would_mislead_are_refused() {
    let twice = AnswersError::Duplicate {
        text: "no".to_owned(),
        first: 0,
        second: 1,
    };
    assert_eq!(Answers::new(owned(&["no", "no"])), Err(twice));
    assert_eq!(
        Answers::new(owned(&["no", " "])),
        Err(AnswersError::Blank { index: 1 })
    );
    assert_eq!(Answers::new(Vec::new()), Err(AnswersError::NoAnswers));
}

#[test]
fn lists_are_plain_json_and_are_checked_when_read() {
    let json = serde_json::to_string(&vocabulary()).expect("plain strings");
    assert_eq!(json, r#"["what","is","'s","n't","the","café"]"#);
    assert_eq!(
        serde_json::from_str::<Vocabulary>(&json).expect("what was written"),
        vocabulary()
    );
    assert!(serde_json::from_str::<Vocabulary>(r#"["a","A"]"#).is_err());
    assert!(serde_json::from_str::<Answers>(r#"["a","a"]"#).is_err());
}
