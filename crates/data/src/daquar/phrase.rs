//! DAQUAR's questions name their photo in words: "what is red in the image7 ?".
//! Nobody who looks at a photo asks like that, so the phrase is taken out.

/// The question without the phrase, and the photo that it names; nothing if it
/// names none.
pub fn split(line: &str) -> Option<(String, String)> {
    let words = words(line);
    let image = words.iter().rev().find(|word| is_image(word))?.to_string();
    let mut kept: Vec<&str> = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        if is_image(word) {
            drop_phrase(&mut kept, index + 1 == words.len());
        } else {
            kept.push(word);
        }
    }
    Some((finish(&kept), image))
}

/// A question that names no photo, in the same form as the others.
pub fn tidy(question: &str) -> String {
    finish(&words(question))
}

/// The words of a line without the question marks, which stand apart or not.
fn words(line: &str) -> Vec<&str> {
    let bare = line
        .split_whitespace()
        .map(|word| word.trim_end_matches('?'));
    bare.filter(|word| !word.is_empty()).collect()
}

/// Takes back the words that lead to the name of a photo: "in the", "of this".
/// Within a question a name without a preposition stands for the photo itself
/// ("what is the image7 in the mirror").
fn drop_phrase(kept: &mut Vec<&str>, last: bool) {
    let article = usize::from(matches!(kept.last(), Some(&("the" | "this"))));
    let before = kept.len() - article;
    let preposition = matches!(kept[..before].last(), Some(&("in" | "of" | "on")));
    match (preposition, last) {
        (true, _) => kept.truncate(before - 1),
        (false, true) => {}
        (false, false) => kept.push("image"),
    }
}

fn finish(words: &[&str]) -> String {
    format!("{}?", words.join(" "))
}

fn is_image(word: &str) -> bool {
    let number = word.strip_prefix("image").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrase_is_taken_out_wherever_it_stands() {
        let cases = [
            (
                "what is behind the sofa in the image12 ?",
                "what is behind the sofa?",
            ),
            ("how many cups are in this image12?", "how many cups are?"),
            ("how many cups are in this image12 ?", "how many cups are?"),
            (
                "how many cups are there in image12 ?",
                "how many cups are there?",
            ),
            (
                "what is on the right side of the image12",
                "what is on the right side?",
            ),
            ("what is on the table image12 ?", "what is on the table?"),
            (
                "what is the lamp in the image12 on the floor in the image12 ?",
                "what is the lamp on the floor?",
            ),
            (
                "what is the image12 in the mirror in the image12 ?",
                "what is the image in the mirror?",
            ),
            ("in the image12 ?", "?"),
            ("image12", "?"),
        ];
        for (line, expected) in cases {
            let found = split(line);
            assert_eq!(
                found,
                Some((expected.to_owned(), "image12".to_owned())),
                "{line:?}"
            );
        }
    }

    #[test]
    fn a_line_without_a_photo_is_none() {
        for line in ["", "what is this ?", "what is in the image ?", "image1a"] {
            assert_eq!(split(line), None, "{line:?}");
        }
    }
}
