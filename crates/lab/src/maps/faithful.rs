use anyhow::{Context, Result};
use data::{ImageFolder, Question};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use vqa::Vqa;

use super::followed::{Curve, Followed, ORDERS, follow};
use crate::photos;

/// Deletion and insertion over many questions (Petsiuk et al. 2018, RISE,
/// section 4.3).
pub struct Faithful {
    /// Each of them, at least one where something is drawn.
    pub followed: Vec<Followed>,
}

impl Faithful {
    /// Follows the best answer of each question. What cannot be asked is named
    /// and left out.
    ///
    /// # Errors
    /// Nothing could be asked.
    pub fn measure(
        model: &Vqa,
        drawn: &[&Question],
        folder: &ImageFolder,
        seed: u64,
    ) -> Result<Self> {
        let by_photo = photos::by_photo(drawn.iter().copied());
        let visited = photos::visit(model, folder, &by_photo, |scene, question| {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            // The question's own stream, so that threads change nothing.
            random.set_stream(question.id);
            follow(model, scene, &question.text, &mut random)
                .with_context(|| format!("question {}", question.id))
        });
        let followed = visited.answered()?;
        Ok(Self { followed })
    }

    /// How many questions were asked.
    pub fn n(&self) -> usize {
        self.followed.len()
    }

    /// The mean curves of deletion, in the order of [`ORDERS`].
    pub fn deletion(&self) -> Vec<Curve> {
        self.mean_curves(|followed| &followed.deletion)
    }

    /// The mean curves of insertion, in the order of [`ORDERS`].
    pub fn insertion(&self) -> Vec<Curve> {
        self.mean_curves(|followed| &followed.insertion)
    }

    fn mean_curves(&self, of: impl Fn(&Followed) -> &[Curve; 4]) -> Vec<Curve> {
        let mean = |order: usize| {
            let mut sum = vec![0.0; of(&self.followed[0])[order].len()];
            for followed in &self.followed {
                for (sum, value) in sum.iter_mut().zip(&of(followed)[order]) {
                    *sum += value;
                }
            }
            sum.iter().map(|sum| sum / self.n() as f32).collect()
        };
        (0..ORDERS.len()).map(mean).collect()
    }
}
