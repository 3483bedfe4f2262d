use burn::tensor::{Bool, Int, Tensor, TensorData};
use dfaf::DfafInput;
use text::Question;
use vision::partly_seen;

use crate::{AskError, Scene, Vqa};

/// So many views are asked about at once; each takes a few hundred kilobytes.
const AT_ONCE: usize = 64;

impl Vqa {
    /// How probable each answer is where a part of the photo is hidden: for
    /// each view one probability in 0..1 per answer, in the order of the
    /// manifest's answers. What [`ask`](Self::ask) says is the view that hides
    /// nothing.
    ///
    /// A view says of each cell, row by row, whether it is hidden; cells that
    /// it says nothing of are seen. Nothing reads a hidden cell, and the region
    /// of the whole photo is the mean of the cells that are seen. Where all are
    /// hidden the question alone is answered.
    ///
    /// # Errors
    /// [`AskError`] when the question cannot be read or the device fails.
    pub async fn ask_hiding(
        &self,
        scene: &Scene,
        question: &str,
        views: &[Vec<bool>],
    ) -> Result<Vec<Vec<f32>>, AskError> {
        let question = self.vocabulary.encode(question, self.manifest.max_words)?;
        let mut probabilities = Vec::with_capacity(views.len());
        for views in views.chunks(AT_ONCE) {
            let input = self.partly_seen(scene, &question, views);
            let logits = self.network.forward(input).logits;
            let logits = logits.into_data_async().await.map_err(AskError::Device)?;
            let logits = logits.try_into_vec::<f32>();
            let logits = logits.map_err(|_| AskError::ReadBack)?;
            let rows = logits.chunks_exact(self.answers.len());
            let all: Vec<usize> = (0..self.answers.len()).collect();
            for row in rows {
                let of_all = self.probabilities(row, &all);
                probabilities.push(of_all.ok_or(AskError::ReadBack)?);
            }
        }
        Ok(probabilities)
    }

    fn partly_seen(&self, scene: &Scene, question: &Question, views: &[Vec<bool>]) -> DfafInput {
        let (n_views, n_words) = (views.len(), question.ids.len());
        let n_regions = scene.boxes.len();
        let n_cells = n_regions.saturating_sub(1);
        let mut seen = Vec::with_capacity(n_views * n_cells);
        let mut padding = Vec::with_capacity(n_views * (n_cells + 1));
        for view in views {
            let hidden = |cell| view.get(cell).copied().unwrap_or(false);
            seen.extend((0..n_cells).map(|cell| f32::from(u8::from(!hidden(cell)))));
            padding.extend((0..n_cells).map(hidden));
            // The whole photo goes with the last of its cells.
            padding.push((0..n_cells).all(hidden));
        }
        let ids = question.ids.iter().map(|id| i64::from(*id));
        let ids: Vec<i64> = ids.cycle().take(n_views * n_words).collect();

        let device = &self.device;
        let dim = scene.features.len() / n_regions.max(1);
        let features = TensorData::new(scene.features.clone(), [n_regions, dim]);
        let features = Tensor::from_data(features, device);
        let seen = Tensor::from_data(TensorData::new(seen, [n_views, n_cells]), device);
        let padding = TensorData::new(padding, [n_views, n_cells + 1]);
        DfafInput {
            regions: partly_seen(features, seen),
            region_padding: Tensor::<2, Bool>::from_data(padding, device),
            words: Tensor::<2, Int>::from_data(TensorData::new(ids, [n_views, n_words]), device),
            word_padding: Tensor::<2, Bool>::full([n_views, n_words], false, device),
        }
    }
}
