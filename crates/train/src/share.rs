//! What one device computes of a step, at the same time as others.

use std::sync::Arc;

use burn::optim::GradientsParams;

use crate::batch::Batch;
use crate::supervision::Supervision;
use crate::threads::Threads;
use crate::{Learner, Precision};

/// A part of a step's examples, and the network on the same device.
pub struct Share {
    pub model: Learner,
    pub batch: Batch,
    /// How much of the step it is, 0..1.
    pub weight: f32,
    pub exclusive_answers: bool,
    pub supervision: Option<Arc<Supervision>>,
    /// How much the sentence encoder that teaches counts.
    pub sentences: f32,
    pub precision: Precision,
}

/// The weighted loss of each share and its gradients, in their order.
pub fn gradients(mut shares: Vec<Share>, threads: &Threads) -> Vec<(f64, GradientsParams)> {
    let last = shares.pop();
    std::thread::scope(|scope| {
        let others: Vec<_> = shares
            .into_iter()
            .enumerate()
            .map(|(at, share)| scope.spawn(move || threads.share(at, || share.gradients())))
            .collect();
        let at = others.len();
        let last = last.map(|share| threads.share(at, || share.gradients()));
        let others = others.into_iter().map(|thread| match thread.join() {
            Ok(gradients) => gradients,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        others.chain(last).collect()
    })
}

impl Share {
    fn gradients(self) -> (f64, GradientsParams) {
        let model = self.precision.narrow(self.model);
        let said = model.forward(&self.batch);
        let mut loss = model.answers_loss(&said, &self.batch, self.exclusive_answers);
        if let Some(supervision) = &self.supervision {
            let supervised = supervision.of(&self.batch);
            let more = model.eyes_loss(&said, supervised, supervision.losses);
            loss = more.map_or(loss.clone(), |more| loss + more);
        }
        if let Some(more) = model.sentences_loss(&said, &self.batch) {
            loss = loss + more * self.sentences;
        }
        let scale = self.precision.loss_scale();
        let loss = loss * (self.weight * scale);
        let value = f64::from(loss.clone().into_scalar::<f32>() / scale);
        let grads = GradientsParams::from_grads(loss.backward(), &model);
        (value, self.precision.widen(grads, &model))
    }
}
