//! The network: dynamic fusion with intra- and inter-modality attention flow
//! (DFAF; Gao et al., CVPR 2019, arXiv 1812.05252).
//!
//! ```text
//! regions ──Linear──►┐                                        ┌─mean─┐
//!                    │  ┌──────────┐      ┌──────────────┐    │      ×──► answerer ─► logits
//! word ids ─Embedding┼─►│ InterMaf ├─────►│ DyIntraMaf   ├───►┤      │
//!           GRU      │  │ R ⇄ E    │      │ R ↻   E ↻    │    │      │
//!           Linear──►┘  └──────────┘      └──────────────┘    └─mean─┘
//!                       └───────── n_blocks times ───────┘
//! ```
//!
//! Here *R* are the regions of a photo and *E* the words of a question. In
//! `InterMaf` each modality reads the other; in `DyIntraMaf` each reads itself
//! through gates that the other one sets.
//!
//! This crate sees tensors only. It knows no strings, no pixels, no files and
//! no backend: every constructor takes the device it is to live on.
//! Photos are projected once ([`Dfaf::look`]) for all questions about them.
//! Every attention map leaves [`Dfaf::forward`] in [`DfafOutput`].
//!
//! [`Prepared`] says the same sooner, for one question on the processor: it has
//! the network's weights, and its answers are held to the network's.

mod answerer;
mod attention;
mod block;
mod carry;
mod config;
mod features;
mod gru;
mod inter;
mod intra;
mod intra_flow;
mod maps;
mod network;
mod prepared;
mod product;
mod question;
mod side;

pub use answerer::{Answerer, Contributions};
pub use attention::{Attention, Reading};
pub use block::{Block, BlockFlows};
pub use config::{ConfigError, DfafConfig, MAX_PARAMETERS};
pub use features::Features;
pub use gru::Gru;
pub use inter::{InterMaf, InterMafOutput};
pub use intra::{IntraMaf, IntraMafOutput};
pub use intra_flow::IntraFlow;
pub use maps::{BlockMaps, MapOrGate};
pub use network::{Dfaf, DfafInput, DfafOutput, Scenes};
pub use prepared::{Asked, Prepared, Seen, Take, Thought};
pub use question::{Question, QuestionEncoder};
