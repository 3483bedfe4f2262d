//! The things that COCO has boxes of.

/// What a class belongs to, as COCO groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// People.
    Person,
    /// What drives, flies or floats.
    Vehicle,
    /// What stands in a street.
    Outdoor,
    /// Animals.
    Animal,
    /// What is carried or worn.
    Accessory,
    /// What is played with.
    Sport,
    /// What is eaten and drunk from.
    Kitchen,
    /// What is eaten.
    Food,
    /// Furniture.
    Furniture,
    /// What has a plug, or a battery.
    Electronic,
    /// Household machines.
    Appliance,
    /// Everything else in a house.
    Indoor,
}

/// One thing and its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// One of them.
    pub one: &'static str,
    /// Several of them.
    pub many: &'static str,
    /// What it belongs to.
    pub group: Group,
}

impl Class {
    /// "a cat", "an orange"; what is not counted has no article.
    pub fn with_article(&self) -> String {
        if self.one == self.many || self.one == "broccoli" {
            return self.one.to_owned();
        }
        let vowel = self.one.starts_with(['a', 'e', 'i', 'o']);
        format!("{} {}", if vowel { "an" } else { "a" }, self.one)
    }
}

const fn class(one: &'static str, many: &'static str, group: Group) -> Class {
    Class { one, many, group }
}

/// The 80 classes of COCO (Lin et al., 2014) in the order of its annotations.
#[rustfmt::skip]
pub const CLASSES: [Class; 80] = {
    use Group::*;
    [
        class("person", "people", Person),
        class("bicycle", "bicycles", Vehicle), class("car", "cars", Vehicle), class("motorcycle", "motorcycles", Vehicle),
        class("airplane", "airplanes", Vehicle), class("bus", "buses", Vehicle), class("train", "trains", Vehicle),
        class("truck", "trucks", Vehicle), class("boat", "boats", Vehicle),
        class("traffic light", "traffic lights", Outdoor), class("fire hydrant", "fire hydrants", Outdoor),
        class("stop sign", "stop signs", Outdoor), class("parking meter", "parking meters", Outdoor), class("bench", "benches", Outdoor),
        class("bird", "birds", Animal), class("cat", "cats", Animal), class("dog", "dogs", Animal), class("horse", "horses", Animal),
        class("sheep", "sheep", Animal), class("cow", "cows", Animal), class("elephant", "elephants", Animal), class("bear", "bears", Animal),
        class("zebra", "zebras", Animal), class("giraffe", "giraffes", Animal),
        class("backpack", "backpacks", Accessory), class("umbrella", "umbrellas", Accessory), class("handbag", "handbags", Accessory),
        class("tie", "ties", Accessory), class("suitcase", "suitcases", Accessory),
        class("frisbee", "frisbees", Sport), class("skis", "skis", Sport), class("snowboard", "snowboards", Sport), class("ball", "balls", Sport),
        class("kite", "kites", Sport), class("baseball bat", "baseball bats", Sport), class("baseball glove", "baseball gloves", Sport),
        class("skateboard", "skateboards", Sport), class("surfboard", "surfboards", Sport), class("tennis racket", "tennis rackets", Sport),
        class("bottle", "bottles", Kitchen), class("wine glass", "wine glasses", Kitchen), class("cup", "cups", Kitchen), class("fork", "forks", Kitchen),
        class("knife", "knives", Kitchen), class("spoon", "spoons", Kitchen), class("bowl", "bowls", Kitchen),
        class("banana", "bananas", Food), class("apple", "apples", Food), class("sandwich", "sandwiches", Food), class("orange", "oranges", Food),
        class("broccoli", "pieces of broccoli", Food), class("carrot", "carrots", Food), class("hot dog", "hot dogs", Food), class("pizza", "pizzas", Food),
        class("donut", "donuts", Food), class("cake", "cakes", Food),
        class("chair", "chairs", Furniture), class("couch", "couches", Furniture), class("potted plant", "plants", Furniture), class("bed", "beds", Furniture),
        class("dining table", "tables", Furniture), class("toilet", "toilets", Furniture),
        class("television", "televisions", Electronic), class("laptop", "laptops", Electronic), class("mouse", "computer mice", Electronic),
        class("remote", "remotes", Electronic), class("keyboard", "keyboards", Electronic), class("cell phone", "cell phones", Electronic),
        class("microwave", "microwaves", Appliance), class("oven", "ovens", Appliance), class("toaster", "toasters", Appliance),
        class("sink", "sinks", Appliance), class("refrigerator", "refrigerators", Appliance),
        class("book", "books", Indoor), class("clock", "clocks", Indoor), class("vase", "vases", Indoor), class("scissors", "scissors", Indoor),
        class("teddy bear", "teddy bears", Indoor), class("hair dryer", "hair dryers", Indoor), class("toothbrush", "toothbrushes", Indoor),
    ]
};
