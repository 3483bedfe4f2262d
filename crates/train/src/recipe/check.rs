use std::fmt::Display;

use anyhow::{Result, ensure};

use super::{EyesRecipe, Recipe, Source};
use crate::Schedule;

/// The most words of a question that a model may read (`vqa::Manifest`).
const MOST_WORDS: usize = vqa::MAX_WORDS;

impl Recipe {
    /// Checks that every number is in its range: what is wrong is said before
    /// anything is read, and not by a step that fails.
    pub(super) fn check(&self) -> Result<()> {
        within("max_words", self.max_words, 1, MOST_WORDS)?;
        self.network(2, 1, 1).validate()?;
        ensure!(!self.sources.is_empty(), "`sources` is empty");
        self.training.check()?;
        self.eyes.as_ref().map_or(Ok(()), EyesRecipe::check)?;
        if let Some(sentences) = &self.sentences {
            within("sentences.dim", sentences.dim, 1, 10_000)?;
            within("sentences.weight", sentences.weight, 0.0, 1000.0)?;
            let whole = self.network(2, 1, 1).whole_question;
            ensure!(
                whole,
                "`sentences` teach the whole question: `network.whole_question` must be true"
            );
        }
        self.sources.iter().try_for_each(Source::check)
    }
}

impl Schedule {
    fn check(&self) -> Result<()> {
        let most = usize::MAX;
        let counts = [
            ("training.epochs", self.epochs),
            ("training.batch", self.batch),
            ("training.accumulate", self.accumulate),
            ("training.questions_a_photo", self.questions_a_photo),
        ];
        for (key, value) in counts {
            within(key, value, 1, most)?;
        }
        let parts = [
            ("training.region_dropout", self.region_dropout),
            ("training.rephrase", self.rephrase),
            ("training.other_views", self.other_views),
        ];
        for (key, value) in parts {
            within(key, value, 0.0, 1.0)?;
        }
        // A mean that never takes anything in would answer with random weights.
        let below_one = (0.0..1.0).contains(&self.average);
        ensure!(
            below_one,
            "`training.average` is {}: 0 or more and less than 1",
            self.average
        );
        within("training.learning_rate", self.learning_rate, 0.0, 1.0)?;
        within("training.question_rate", self.question_rate, 0.0, 100.0)?;
        within("training.warm_up", self.warm_up, 0.0, self.epochs as f64)?;
        within("training.weight_decay", self.weight_decay, 0.0, 1.0)?;
        let is_length = self.clip_norm > 0.0;
        ensure!(
            is_length,
            "`training.clip_norm` is {}: more than 0",
            self.clip_norm
        );
        Ok(())
    }
}

impl EyesRecipe {
    fn check(&self) -> Result<()> {
        within("eyes.learning_rate", self.learning_rate, 0.0, 10.0)?;
        let weights = [
            ("eyes.labels", self.labels),
            ("eyes.cells", self.cells),
            ("eyes.flows", self.flows),
            ("eyes.matches", self.matches),
        ];
        for (key, value) in weights {
            within(key, value, 0.0, 1000.0)?;
        }
        ensure!(!self.photos.is_empty(), "`eyes.photos` is empty");
        Ok(())
    }
}

impl Source {
    fn check(&self) -> Result<()> {
        let key = |name: &str| format!("sources (`{}`).{name}", self.name);
        within(&key("hold_out"), self.hold_out, 0.0, 1.0)?;
        within(&key("repeat"), self.repeat, 1, 1000)?;
        within(&key("weight"), self.weight, 0.0, 1000.0)
    }
}

fn within<T: PartialOrd + Display>(key: &str, value: T, least: T, most: T) -> Result<()> {
    ensure!(
        value >= least && value <= most,
        "`{key}` is {value}: from {least} to {most}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(written: &str) -> String {
        let source = "[[sources]]\nname = \"s\"\nfeatures = \"f\"\nquestions.gqa = \"g.json\"\n";
        let recipe: Recipe = toml::from_str(&written.replace("SOURCE", source)).expect("a recipe");
        recipe.check().expect_err(written).to_string()
    }

    #[test]
    fn a_number_out_of_its_range_is_named_with_it() {
        let cases = r#"
[training];batch = 0;SOURCE | training.batch | from 1
[training];accumulate = 0;SOURCE | training.accumulate | from 1
[training];rephrase = 1.5;SOURCE | training.rephrase | 0 to 1
[training];other_views = -0.1;SOURCE | training.other_views | 0 to 1
[training];average = 1.0;SOURCE | training.average | less than 1
[training];learning_rate = nan;SOURCE | training.learning_rate | 0 to 1
max_words = 100;SOURCE | max_words | 1 to 64
[network];n_heads = 5;SOURCE | n_heads | divided evenly
SOURCEhold_out = 2.0 | sources (`s`).hold_out | 0 to 1
SOURCErepeat = 0 | sources (`s`).repeat | 1 to 1000
sources = [] | sources | empty
[sentences];vectors = "v";weight = -1.0;SOURCE | sentences.weight | 0 to 1000
[network];whole_question = false;[sentences];vectors = "v";SOURCE | whole_question | must be true
"#;
        for case in cases.trim().lines() {
            let mut cells = case.split(" | ");
            let [written, key, range] = [(); 3].map(|()| cells.next().expect(case));
            let said = refused(&written.replace(';', "\n"));
            assert!(said.contains(key) && said.contains(range), "{case}: {said}");
        }
    }
}
