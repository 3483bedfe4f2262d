use text::{MAX_CHARACTERS, Vocabulary};
use vision::{Photo, fit};

/// Words of a small vocabulary.
const WORDS: [&str; 6] = ["is", "this", "a", "cat", "what", "left"];

/// What was typed: it is refused, or becomes no more words than are read.
pub fn question(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    let vocabulary = Vocabulary::new(WORDS.map(str::to_owned).to_vec()).expect("different words");
    let n_ids = WORDS.len() as u32 + 2;
    if let Ok(question) = vocabulary.encode(&typed, 20) {
        assert!(typed.chars().count() <= MAX_CHARACTERS);
        assert!((1..=20).contains(&question.words.len()));
        assert!(question.ids.iter().all(|id| (1..n_ids).contains(id)));
    }
    let _ = data::vqa_normal(&typed);
    let _ = data::mirrored(&typed);
    let _ = data::phrasings(&typed);
    let _ = data::daquar::canonical_answer(&typed);
}

/// Pixels and two sides, which may not belong together: they are refused, or
/// the photo, its mirror and any part of it become the square that is looked
/// at.
pub fn photo(bytes: &[u8]) {
    let Some((head, pixels)) = bytes.split_at_checked(8) else {
        return;
    };
    let side = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
    let (width, height) = (usize::from(side(0)), usize::from(side(2)));
    let share = |at: usize| f64::from(head[at]) / 200.0;
    if let Ok(photo) = Photo::from_rgba(width, height, pixels.to_vec()) {
        let part = photo.part([share(4), share(5), share(6), share(7)]);
        assert!((1..=width).contains(&part.width()) && (1..=height).contains(&part.height()));
        fit(&photo, 32);
        fit(&part.mirrored(), 32);
    }
}
