use std::collections::HashMap;
use std::rc::Rc;

use vqa::{
    Answer, AskError, BACKBONE, BlockMaps, Grid, NETWORK, Photo, Question, Reply, Thought, Vqa,
};
use webgpu::{Asked, Gpu, GpuError, Maps, Seen};

use crate::backend::{self, Looked};
use crate::error::Failure;

/// The networks on the GPU, beside a model that reads questions and tells
/// answers.
pub(crate) struct GpuBackend {
    model: Vqa,
    gpu: Gpu,
}

impl From<GpuError> for Failure {
    fn from(error: GpuError) -> Self {
        Self::gpu(error.to_string())
    }
}

impl GpuBackend {
    pub async fn load(manifest: &[u8], files: HashMap<String, Vec<u8>>) -> Result<Self, Failure> {
        let [eyes, mind] = [BACKBONE, NETWORK].map(|name| files.get(name).cloned());
        // Which files lie, and how, is found out here.
        let model = backend::on_cpu(manifest, files)?;
        let named = |bytes: Option<Vec<u8>>| vqa::tensors(bytes.unwrap_or_default());
        let [eyes, mind] = [named(eyes), named(mind)];
        let refused = |error: vqa::WeightsError| Failure::gpu(error.to_string());
        let (eyes, mind) = (eyes.map_err(refused)?, mind.map_err(refused)?);
        let its = model.manifest();
        let gpu = Gpu::new(&its.vision, &its.network, its.max_words, eyes, mind).await?;
        Ok(Self { model, gpu })
    }

    pub fn model(&self) -> &Vqa {
        &self.model
    }

    pub async fn look(&self, photo: &Photo) -> Result<Looked, Failure> {
        let side = self.model.manifest().vision.side();
        let grid = Grid {
            columns: side,
            rows: side,
        };
        let seen = self.gpu.look(photo).await?;
        Ok(Looked {
            seen: backend::Seen::Gpu(Rc::new(seen)),
            boxes: vqa::boxes(grid),
            grid,
        })
    }

    pub async fn ask(&self, seen: &Seen, question: &str, top_k: usize) -> Result<Reply, Failure> {
        let question = self.model.encode(question).map_err(AskError::from)?;
        let logits = async |asked: Question| {
            let thought = self.think(seen, &asked, Asked::Best(1)).await?;
            Ok::<_, Failure>(thought.logits)
        };
        let absent = self.model.absent(&question, logits).await?;
        let thought = self.think(seen, &question, Asked::Best(top_k)).await?;
        Ok(self.model.told(&question, thought, absent)?)
    }

    pub async fn evidence(
        &self,
        seen: &Seen,
        question: &str,
        answer: &str,
    ) -> Result<Answer, Failure> {
        let place = [self.model.place_of(answer)? as u32];
        let question = self.model.encode(question).map_err(AskError::from)?;
        let thought = self.think(seen, &question, Asked::These(&place)).await?;
        let reply = self.model.told(&question, thought, None)?;
        let answer = reply.answers.into_iter().next();
        Ok(answer.ok_or(AskError::ReadBack)?)
    }

    async fn think(
        &self,
        seen: &Seen,
        question: &Question,
        asked: Asked<'_>,
    ) -> Result<Thought, Failure> {
        let thought = self.gpu.think(seen, &question.ids, asked).await?;
        let (heads, words) = (self.model.manifest().network.n_heads, question.ids.len());
        let regions = self.model.manifest().vision.n_regions();
        let blocks = thought.blocks.into_iter();
        Ok(Thought {
            logits: thought.logits,
            asked: thought.asked.into_iter().map(|at| at as usize).collect(),
            from_regions: thought.from_regions,
            blocks: blocks
                .map(|maps| block(maps, heads, regions, words))
                .collect(),
        })
    }
}

/// Maps of a flow that is left out are all 0.
fn block(maps: Maps, heads: usize, regions: usize, words: usize) -> BlockMaps {
    let filled = |map: Vec<f32>, rows: usize, columns: usize| match map.is_empty() {
        true => vec![0.0; heads * rows * columns],
        false => map,
    };
    let gate = |gate: Vec<f32>| (!gate.is_empty()).then_some(gate);
    BlockMaps {
        heads,
        regions,
        words,
        words_from_regions: filled(maps.words_from_regions, words, regions),
        regions_from_words: filled(maps.regions_from_words, regions, words),
        within_regions: filled(maps.within_regions, regions, regions),
        within_words: filled(maps.within_words, words, words),
        region_gate: gate(maps.region_gate),
        word_gate: gate(maps.word_gate),
    }
}
