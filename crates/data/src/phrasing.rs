//! Other ways to ask the same.

/// Openings that mean the same, the usual one first.
const OPENINGS: [(&str, &str); 3] = [
    ("is this ", "could this be "),
    ("are there ", "could there be "),
    ("is there ", "could there be "),
];

/// Articles, which people who type leave out.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// Other wordings of a question, in lower case: "Is this a train?" is also
/// asked as "could this be train?". Empty where none is known.
///
/// A network that has only heard one wording takes the other one for another
/// question; training on both is cheap.
pub fn phrasings(question: &str) -> Vec<String> {
    let question = question.to_lowercase();
    let opened = OPENINGS.iter().find_map(|(usual, other)| {
        let rest = question.strip_prefix(usual)?;
        Some(format!("{other}{}", without_articles(rest)))
    });
    opened.into_iter().collect()
}

pub(crate) fn without_articles(text: &str) -> String {
    let words = text.split(' ').filter(|word| !ARTICLES.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

/// The question about the mirrored photo, in lower case: left and right are
/// swapped.
pub fn mirrored(question: &str) -> String {
    let question = question.to_lowercase();
    let swap = |word: &str| match word {
        "left" => "right".to_owned(),
        "right" => "left".to_owned(),
        _ => word.to_owned(),
    };
    // Splitting between letters and the rest keeps "left," and "right-hand".
    let mut swapped = String::with_capacity(question.len());
    let mut rest = question.as_str();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len());
        swapped += &swap(&rest[..end]);
        let next = rest[end..].chars().next();
        swapped.extend(next);
        rest = &rest[end + next.map_or(0, char::len_utf8)..];
    }
    swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_swaps_left_and_right() {
        let question = "What is left of the bright lamp, on the Right-hand side ?";
        let swapped = "what is right of the bright lamp, on the left-hand side ?";
        assert_eq!(mirrored(question), swapped);
        assert_eq!(mirrored(swapped), question.to_lowercase());
    }

    #[test]
    fn a_question_can_be_asked_otherwise() {
        assert_eq!(phrasings("Is this a train?"), ["could this be train?"]);
        assert_eq!(
            phrasings("Are there any cats on the bed?"),
            ["could there be any cats on bed?"]
        );
        assert!(phrasings("what is on the table ?").is_empty());
    }
}
