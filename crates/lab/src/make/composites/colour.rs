//! One word for the colour of a thing.

use image::RgbaImage;

/// The basic colour terms of English (Berlin and Kay, *Basic Color Terms*,
/// 1969).
const NAMES: [&str; 11] = [
    "black", "white", "gray", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown",
];
/// A thing has the colour that this part of its pixels has.
const MOST: f64 = 0.6;
/// Pixels of a lower opacity are not the thing's.
const OPAQUE: u8 = 200;

/// The colour of most of the opaque pixels, where most have one.
pub fn of_thing(thing: &RgbaImage) -> Option<&'static str> {
    let mut counts = [0usize; NAMES.len()];
    let mut total = 0;
    for pixel in thing.pixels().filter(|pixel| pixel[3] >= OPAQUE) {
        let name = name([pixel[0], pixel[1], pixel[2]]);
        counts[name] += 1;
        total += 1;
    }
    let (best, count) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    (total > 0 && *count as f64 >= MOST * total as f64).then_some(NAMES[best])
}

/// The place of a colour's name, by hue, saturation and value. The bounds were
/// set by eye; brown is a dark or dull orange.
fn name(rgb: [u8; 3]) -> usize {
    let [r, g, b] = rgb.map(|value| f32::from(value) / 255.0);
    let (value, least) = (r.max(g).max(b), r.min(g).min(b));
    let range = value - least;
    let saturation = if value > 0.0 { range / value } else { 0.0 };
    let place = |name| NAMES.iter().position(|n| *n == name).unwrap_or(0);
    if value < 0.22 {
        return place("black");
    }
    if saturation < 0.16 || range < 0.1 {
        return place(match value {
            v if v >= 0.75 => "white",
            v if v < 0.3 => "black",
            _ => "gray",
        });
    }
    let hue = 60.0
        * if value == r {
            ((g - b) / range).rem_euclid(6.0)
        } else if value == g {
            (b - r) / range + 2.0
        } else {
            (r - g) / range + 4.0
        };
    place(match hue {
        h if !(15.0..330.0).contains(&h) && saturation < 0.5 && value > 0.7 => "pink",
        h if (8.0..50.0).contains(&h) && (value < 0.62 || saturation < 0.5) => "brown",
        h if !(15.0..345.0).contains(&h) => "red",
        h if h < 45.0 => "orange",
        h if h < 70.0 => "yellow",
        h if h < 165.0 => "green",
        h if h < 255.0 => "blue",
        h if h < 290.0 => "purple",
        _ => "pink",
    })
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn colours_have_the_names_that_people_give_them() {
        let named = |rgb| NAMES[name(rgb)];
        for (rgb, expected) in [
            ([0, 0, 0], "black"),
            ([250, 250, 250], "white"),
            ([128, 128, 128], "gray"),
            ([220, 20, 20], "red"),
            ([255, 140, 0], "orange"),
            ([240, 230, 30], "yellow"),
            ([30, 160, 40], "green"),
            ([30, 60, 200], "blue"),
            ([120, 40, 200], "purple"),
            ([255, 170, 190], "pink"),
            ([110, 70, 30], "brown"),
        ] {
            assert_eq!(named(rgb), expected, "{rgb:?}");
        }
    }

    #[test]
    fn what_has_no_one_colour_has_none() {
        let half = |at: u32| if at < 5 { [220, 20, 20] } else { [30, 60, 200] };
        let image = |of: &dyn Fn(u32) -> [u8; 3], opacity| {
            RgbaImage::from_fn(10, 10, |x, _| {
                let [r, g, b] = of(x);
                Rgba([r, g, b, opacity])
            })
        };
        assert_eq!(of_thing(&image(&half, 255)), None);
        assert_eq!(of_thing(&image(&|_| [220, 20, 20], 255)), Some("red"));
        assert_eq!(of_thing(&image(&|_| [220, 20, 20], 90)), None);
    }
}
