use std::ops::RangeInclusive;

/// What people call the animals among ImageNet's 1000 classes, by the places of
/// the classes: nobody says "loxodonta africana" of an elephant.
#[rustfmt::skip]
const KINDS: [(RangeInclusive<usize>, &str); 52] = [
    (0..=1, "fish"), (2..=4, "shark"), (5..=6, "fish"), (7..=8, "chicken"), (10..=23, "bird"), (24..=24, "owl"),
    (30..=32, "frog"), (33..=37, "turtle"), (38..=48, "lizard"), (49..=50, "crocodile"), (52..=68, "snake"),
    (72..=77, "spider"), (80..=83, "bird"), (85..=86, "bird"), (87..=89, "parrot"), (90..=96, "bird"),
    (97..=98, "duck"), (99..=99, "goose"), (100..=100, "swan"), (101..=101, "elephant"), (118..=121, "crab"),
    (122..=123, "lobster"), (125..=125, "crab"), (127..=129, "bird"), (131..=143, "bird"), (145..=145, "penguin"),
    (146..=146, "bird"), (147..=148, "whale"), (151..=268, "dog"), (269..=271, "wolf"), (277..=280, "fox"),
    (281..=285, "cat"), (288..=289, "leopard"), (294..=297, "bear"), (300..=307, "beetle"), (321..=326, "butterfly"),
    (330..=332, "rabbit"), (335..=335, "squirrel"), (339..=339, "horse"), (341..=342, "pig"), (345..=345, "cow"),
    (346..=346, "buffalo"), (348..=349, "sheep"), (350..=350, "goat"), (351..=353, "antelope"), (354..=354, "camel"),
    (359..=359, "ferret"), (368..=382, "monkey"), (383..=384, "lemur"), (385..=386, "elephant"), (387..=388, "panda"),
    (389..=397, "fish"),
];

/// What people call an animal of this class, where that is not the class's
/// first name.
pub fn kind(class: usize) -> Option<&'static str> {
    let of_class = KINDS.iter().find(|(classes, _)| classes.contains(&class));
    of_class.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_the_classes_names() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../assets/imagenet_classes.txt"
        );
        let names = std::fs::read_to_string(file).expect("the names");
        let lines: Vec<String> = names.lines().map(str::to_lowercase).collect();
        let first = |class: usize| lines[class].split(',').next().map(str::to_owned);
        let cases = [
            (151, "chihuahua", "dog"),
            (268, "mexican hairless", "dog"),
            (281, "tabby", "cat"),
            (386, "african elephant", "elephant"),
            (397, "puffer", "fish"),
            (52, "thunder snake", "snake"),
            (296, "ice bear", "bear"),
        ];
        for (class, name, expected) in cases {
            assert_eq!(first(class).as_deref(), Some(name));
            assert_eq!(kind(class), Some(expected));
        }
        assert_eq!([340, 291, 398].map(kind), [None; 3]);
        let ends = KINDS
            .windows(2)
            .all(|pair| pair[0].0.end() < pair[1].0.start());
        assert!(ends, "the kinds are in order and overlap nowhere");
    }
}
