use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use toml::{Table, Value};

/// The key that names the recipe that another one changes.
const BASE: &str = "base";

/// A recipe as it is written; where it names a `base`, a path beside it, laid
/// over that one.
pub fn read(path: &Path) -> Result<Table> {
    let mut seen = Vec::new();
    let mut written = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        let mut table: Table = text
            .parse()
            .with_context(|| format!("{name} is no recipe"))?;
        let base = base_of(&path, &mut table)?;
        written.push(table);
        seen.push(path);
        let again = base.as_ref().is_some_and(|base| seen.contains(base));
        ensure!(!again, "{name} is its own base");
        next = base;
    }
    let whole = written.into_iter().rev().reduce(|mut base, change| {
        lay_over(&mut base, change);
        base
    });
    Ok(whole.unwrap_or_default())
}

fn base_of(path: &Path, table: &mut Table) -> Result<Option<PathBuf>> {
    let Some(base) = table.remove(BASE) else {
        return Ok(None);
    };
    let base = base.as_str().with_context(|| {
        let name = path.display();
        format!("{name}: `{BASE}` is the path of another recipe, in quotes")
    })?;
    Ok(Some(path.with_file_name(base)))
}

/// Lays a change over a recipe: single values replace others, the tables
/// `network` and `training` do so key by key, and so do sources, found by their
/// name and role; new sources come last.
fn lay_over(base: &mut Table, change: Table) {
    for (key, value) in change {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => below.extend(above),
            (Some(Value::Array(below)), Value::Array(above)) if key == "sources" => {
                above.into_iter().for_each(|source| add(below, source));
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

fn add(sources: &mut Vec<Value>, source: Value) {
    let same = |other: &&mut Value| {
        ["name", "role"]
            .iter()
            .all(|key| other.get(key) == source.get(key))
    };
    match (sources.iter_mut().find(same), source) {
        (Some(Value::Table(below)), Value::Table(above)) => below.extend(above),
        (_, source) => sources.push(source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the files and reads the first.
    fn written(files: &[(&str, &str)]) -> Result<Table> {
        let folder = testing::Folder::new();
        for (name, text) in files {
            folder.write(name, text);
        }
        read(&folder.join(files[0].0))
    }

    #[test]
    fn a_change_is_laid_over_its_base() {
        let base = r#"
            max_words = 20
            [training]
            epochs = 4
            batch = 64
            [[sources]]
            name = "a"
            repeat = 2
            questions.clevr = "a.json"
            [[sources]]
            name = "a"
            role = "dev"
        "#;
        let change = r#"
            base = "base.toml"
            max_words = 12
            [training]
            epochs = 9
            [[sources]]
            name = "a"
            repeat = 1
            questions.gqa = "b.json"
            [[sources]]
            name = "b"
        "#;
        let expected = r#"
            max_words = 12
            [training]
            epochs = 9
            batch = 64
            [[sources]]
            name = "a"
            repeat = 1
            questions.gqa = "b.json"
            [[sources]]
            name = "a"
            role = "dev"
            [[sources]]
            name = "b"
        "#;
        let whole = written(&[("change.toml", change), ("base.toml", base)]);
        let whole = whole.expect("recipes");
        assert_eq!(whole, expected.parse().expect("TOML"));
    }

    #[test]
    fn a_recipe_without_end_is_refused() {
        let (a, b) = ("base = \"b.toml\"", "base = \"a.toml\"");
        let error = written(&[("a.toml", a), ("b.toml", b)]).expect_err("a circle");
        assert!(error.to_string().ends_with("is its own base"), "{error}");
        let error = written(&[("a.toml", "base = 1")]).expect_err("no path");
        assert!(
            error.to_string().contains("path of another recipe"),
            "{error}"
        );
        let error = written(&[("a.toml", "base = \"none.toml\"")]).expect_err("no file");
        assert!(error.to_string().starts_with("cannot read"), "{error}");
    }
}
