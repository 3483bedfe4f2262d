use clap::ValueEnum;
use data::DataSet;
use serde::Deserialize;

/// Which questions of a set, by their ids: half of a set that has no training
/// part can be learnt from, and the other half measured.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Ids {
    /// Every question.
    #[default]
    All,
    /// Those with an even id.
    Even,
    /// Those with an odd id.
    Odd,
}

impl Ids {
    /// Takes the other questions out.
    pub fn keep(self, set: &mut DataSet) {
        set.questions.retain(|question| match self {
            Ids::All => true,
            Ids::Even => question.id % 2 == 0,
            Ids::Odd => question.id % 2 == 1,
        });
    }
}
