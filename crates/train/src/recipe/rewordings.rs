use serde::Deserialize;

/// In which other wordings a question is heard.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rewordings {
    /// "could this be .." for "is this .." ([`data::phrasings`]).
    #[default]
    Few,
    /// As people type ([`data::rewordings`]).
    Many,
}

impl Rewordings {
    /// The other wordings of a question.
    pub fn of(self, question: &str) -> Vec<String> {
        match self {
            Self::Few => data::phrasings(question),
            Self::Many => data::rewordings(question),
        }
    }
}
