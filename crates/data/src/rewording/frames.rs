//! Frames of questions, and words, that change places.

/// Whole questions that mean the same.
pub const SAME: [&[&str]; 11] = [
    &["what is this", "what is that", "what is it"],
    &["what is in the picture", "what is shown in the picture", "what can you see in the picture", "what do you see"],
    &["what sport is this", "what sport is being played", "what sport are they playing", "what sport is it"],
    &["what game is this", "what game is being played", "what game are they playing", "what game are the people playing"],
    &["is this outside", "is this outdoors", "is it outside", "is this photo taken outdoors"],
    &["is this inside", "is this indoors", "is it inside", "is this photo taken indoors"],
    &["is this inside or outside", "is this indoors or outdoors", "inside or outside", "indoors or outdoors"],
    &["where is this", "where was this photo taken", "where was the picture taken", "what place is this"],
    &["what time of day is it", "what time of the day is it", "which time of day is it", "time of day"],
    &["is it sunny", "is the sun shining", "is it a sunny day", "sunny"],
    &["what is the weather like", "how is the weather", "what is the weather", "how does the weather look"],
];

/// What asks whether something is there, and the same otherwise.
pub const PRESENCE: [(&str, &[&str]); 6] = [
    ("is there any ", &["do you see any ", "can you see any ", "any "]),
    ("are there any ", &["do you see any ", "can you see any ", "are there ", "any "]),
    ("is there ", &["do you see ", "can you see "]), ("are there ", &["do you see ", "can you see "]),
    ("do you see a", &["is there a", "can you see a"]), ("can you see a", &["is there a", "do you see a"]),
];

/// The ends of a question that begins with "how many dogs".
pub const COUNT_ENDS: [&str; 6] = [
    " are there", " can you see", " do you see", " are visible", " can be seen", " are",
];

/// The same, `{}` being the things.
pub const COUNTS: [&str; 6] = [
    "how many {} are there", "how many {} can you see", "how many {} are in the picture", "how many {} do you see",
    "how many {}", "number of {}",
];

/// What asks for the color of a thing.
pub const COLOR: [&str; 4] = [
    "what color is ", "what color are ", "what is the color of ", "which color is ",
];

/// The same otherwise, `{-}` being the thing without its articles.
pub const COLORS: [&str; 6] = [
    "what color is {}", "what is the color of {}", "what color {-}", "which color is {}", "color of {-}",
    "{} is what color",
];

/// What asks what kind of a thing it is.
pub const KIND: [&str; 4] = [
    "what kind of ", "what type of ", "which kind of ", "which type of ",
];

/// How such a question ends.
pub const THIS: [&str; 5] = [
    " is this", " is that", " is it", " is in the picture", " is shown",
];

/// The same otherwise.
pub const KINDS: [&str; 5] = [
    "what {} is this", "what kind of {} is this", "which {} is this", "what {} is in the picture", "what {}",
];

/// What people are seen to do, and the verb.
pub const VERBS: [(&str, &str); 20] = [
    ("doing", "do"), ("wearing", "wear"), ("holding", "hold"), ("riding", "ride"), ("eating", "eat"),
    ("playing", "play"), ("carrying", "carry"), ("looking", "look"), ("sitting", "sit"), ("standing", "stand"),
    ("drinking", "drink"), ("watching", "watch"), ("using", "use"), ("smiling", "smile"), ("walking", "walk"),
    ("running", "run"), ("flying", "fly"), ("jumping", "jump"), ("sleeping", "sleep"), ("cutting", "cut"),
];

/// Words that change places.
pub const WORDS: [(&str, &str); 14] = [
    ("couch", "sofa"), ("bicycle", "bike"), ("motorcycle", "motorbike"), ("airplane", "plane"), ("tv", "television"),
    ("refrigerator", "fridge"), ("sidewalk", "pavement"), ("pants", "trousers"), ("photo", "picture"),
    ("image", "photo"), ("picture", "photo"), ("people", "persons"), ("outside", "outdoors"), ("inside", "indoors"),
];

/// Ends that say no more than that a picture is spoken of.
pub const TAILS: [&str; 7] = [
    " in the picture", " in this picture", " in the photo", " in this photo", " in the image", " in this image",
    " here",
];
