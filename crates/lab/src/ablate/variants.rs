use ::train::Recipe;
use ::train::recipe::EyesRecipe;
use dfaf::IntraFlow;
use weights::Precision;

/// One thing that is done to the network.
#[derive(Clone, Copy)]
pub struct Variant {
    pub name: &'static str,
    pub what: &'static str,
    pub change: Change,
}

#[derive(Clone, Copy)]
pub enum Change {
    /// Before it is trained.
    Recipe(fn(&mut Recipe)),
    /// From features by eyes that were not trained.
    Frozen,
    /// After the network of the recipe was trained.
    Weights(Precision),
}

pub const VARIANTS: [Variant; 15] = [
    variant("whole", "as the recipe has it", |_| ()),
    variant(
        "question",
        "the question alone, all regions zeros",
        |recipe| {
            recipe.blind = true;
        },
    ),
    variant("no-inter", "without the inter flow", |recipe| {
        recipe.network.inter = Some(false);
    }),
    variant("no-intra", "without the intra flow", |recipe| {
        recipe.network.intra = Some(IntraFlow::Off);
    }),
    variant("static", "intra flow without gates", |recipe| {
        recipe.network.intra = Some(IntraFlow::Static);
    }),
    Variant {
        name: "frozen",
        what: "eyes as they were before they were trained",
        change: Change::Frozen,
    },
    variant("no-flows", "no flow is supervised", |recipe| {
        if let Some(eyes) = &mut recipe.eyes {
            (eyes.flows, eyes.matches) = (0.0, 0.0);
        }
    }),
    variant("no-matches", "matches are not supervised", |recipe| {
        if let Some(eyes) = &mut recipe.eyes {
            eyes.matches = 0.0;
        }
    }),
    variant("1-block", "1 block", |recipe| {
        recipe.network.n_blocks = Some(1)
    }),
    variant("2-blocks", "2 blocks", |recipe| {
        recipe.network.n_blocks = Some(2)
    }),
    variant("4-blocks", "4 blocks", |recipe| {
        recipe.network.n_blocks = Some(4)
    }),
    variant("1-head", "1 head", |recipe| {
        recipe.network.n_heads = Some(1)
    }),
    variant("8-heads", "8 heads", |recipe| {
        recipe.network.n_heads = Some(8)
    }),
    Variant {
        name: "8-bits",
        what: "as the recipe has it, then 8-bit weights",
        change: Change::Weights(Precision::Int8),
    },
    Variant {
        name: "4-bits",
        what: "as the recipe has it, then 4-bit weights",
        change: Change::Weights(Precision::Int4),
    },
];

const fn variant(name: &'static str, what: &'static str, change: fn(&mut Recipe)) -> Variant {
    Variant {
        name,
        what,
        change: Change::Recipe(change),
    }
}

impl Variant {
    /// What is missing for it to differ from the recipe as it is.
    pub fn lacks(&self, recipe: &Recipe, has_frozen: bool) -> Option<&'static str> {
        let supervised =
            |weights: fn(&EyesRecipe) -> f32| recipe.eyes().is_some_and(|eyes| weights(eyes) > 0.0);
        let (is_there, lacks) = match self.name {
            "frozen" => (has_frozen, "--frozen-features"),
            "no-flows" => (
                supervised(|eyes| eyes.flows + eyes.matches),
                "a recipe that supervises the flows",
            ),
            "no-matches" => (
                supervised(|eyes| eyes.matches),
                "a recipe that supervises matches",
            ),
            _ => (true, ""),
        };
        (!is_there).then_some(lacks)
    }
}
