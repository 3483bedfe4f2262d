use clap::ValueEnum;
use weights::Precision;

/// How many bits a weight has in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Bits {
    /// Two weights in a byte.
    #[value(name = "4")]
    Four,
    /// A byte each: what is sent.
    #[value(name = "8")]
    Eight,
    /// As they were trained.
    #[value(name = "32")]
    ThirtyTwo,
}

impl Bits {
    /// The same in the words of the weights' files.
    pub fn precision(self) -> Precision {
        match self {
            Self::Four => Precision::Int4,
            Self::Eight => Precision::Int8,
            Self::ThirtyTwo => Precision::Float32,
        }
    }
}
