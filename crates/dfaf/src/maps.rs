use serde::Serialize;

/// Every attention map and gate of one block: as tensors while they are on the
/// device, as numbers once they are read back, as whatever a page draws.
///
/// Maps have heads; each row of their last index sums to 1. Maps of a flow that
/// is left out are all 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockMaps<Map, Gate = Map> {
    /// How many heads.
    pub heads: usize,
    /// How many regions.
    pub regions: usize,
    /// How many words.
    pub words: usize,
    /// Which regions a word reads, `[heads, words, regions]`.
    pub words_from_regions: Map,
    /// Which words a region reads, `[heads, regions, words]`.
    pub regions_from_words: Map,
    /// Which regions a region reads, `[heads, regions, regions]`.
    pub within_regions: Map,
    /// Which words a word reads, `[heads, words, words]`.
    pub within_words: Map,
    /// The question's gate on the regions, `[dim]` in 0..1; none in a static
    /// flow.
    pub region_gate: Option<Gate>,
    /// The photo's gate on the words, `[dim]` in 0..1; none in a static flow.
    pub word_gate: Option<Gate>,
}

impl<Map, Gate> BlockMaps<Map, Gate> {
    /// The same maps and gates, each made into something else, in the order of
    /// the fields.
    ///
    /// # Errors
    /// The first one of `map` or `gate`.
    pub fn try_each<To, E>(
        &self,
        each: &mut impl FnMut(MapOrGate<&Map, &Gate>) -> Result<To, E>,
    ) -> Result<BlockMaps<To>, E> {
        Ok(BlockMaps {
            heads: self.heads,
            regions: self.regions,
            words: self.words,
            words_from_regions: each(MapOrGate::Map(&self.words_from_regions))?,
            regions_from_words: each(MapOrGate::Map(&self.regions_from_words))?,
            within_regions: each(MapOrGate::Map(&self.within_regions))?,
            within_words: each(MapOrGate::Map(&self.within_words))?,
            region_gate: match &self.region_gate {
                Some(gate) => Some(each(MapOrGate::Gate(gate))?),
                None => None,
            },
            word_gate: match &self.word_gate {
                Some(gate) => Some(each(MapOrGate::Gate(gate))?),
                None => None,
            },
        })
    }

    /// The same with something that cannot fail.
    pub fn each<To>(&self, mut each: impl FnMut(MapOrGate<&Map, &Gate>) -> To) -> BlockMaps<To> {
        let mut each =
            |part: MapOrGate<&Map, &Gate>| Ok::<To, std::convert::Infallible>(each(part));
        match self.try_each(&mut each) {
            Ok(made) => made,
            Err(never) => match never {},
        }
    }
}

/// A map or a gate.
#[derive(Debug, Clone, Copy)]
pub enum MapOrGate<Map, Gate> {
    /// A map.
    Map(Map),
    /// A gate.
    Gate(Gate),
}
