use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of a list of `words.toml`.
pub fn list(name: &str) -> &'static [&'static str] {
    static LISTS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let lists = toml::from_str(include_str!("words.toml"));
        lists.expect("lists of words")
    });
    &LISTS[name]
}

/// The two sides of the entries of a list, with ` = ` between.
pub fn pairs(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list(name).iter().filter_map(|pair| pair.split_once(" = "))
}
