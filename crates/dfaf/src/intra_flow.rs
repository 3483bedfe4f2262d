use serde::{Deserialize, Serialize};

/// How each modality reads itself; what is not dynamic is an ablation of the
/// paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IntraFlow {
    /// Through gates that the other modality sets.
    Dynamic,
    /// Without gates.
    Static,
    /// Not at all: DyIntraMaf is left out, and its maps are all 0.
    Off,
}

/// The flow as models and runs have it written down: two flags beside the other
/// fields of a [`DfafConfig`](crate::DfafConfig).
pub(crate) mod flags {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::IntraFlow;

    #[derive(Serialize, Deserialize)]
    struct Flags {
        dynamic: bool,
        #[serde(default = "there", skip_serializing_if = "Clone::clone")]
        intra: bool,
    }

    fn there() -> bool {
        true
    }

    pub fn serialize<S: Serializer>(flow: &IntraFlow, serializer: S) -> Result<S::Ok, S::Error> {
        let flags = Flags {
            dynamic: *flow == IntraFlow::Dynamic,
            intra: *flow != IntraFlow::Off,
        };
        flags.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IntraFlow, D::Error> {
        let flags = Flags::deserialize(deserializer)?;
        Ok(match (flags.intra, flags.dynamic) {
            (false, _) => IntraFlow::Off,
            (true, true) => IntraFlow::Dynamic,
            (true, false) => IntraFlow::Static,
        })
    }
}
