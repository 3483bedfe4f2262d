use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::ops::FloatTensorOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Flex, TensorMetadata};
use burn::tensor::Shape;

use crate::depthwise_backward::{map_gradient, weight_gradient};
use crate::maps::{Here, Maps, in_order, made, numbers, window};
use crate::parallel::for_each_part;
use crate::{Closing, Packed};

/// What a backward pass needs of a forward one.
#[derive(Debug, Clone)]
struct Kept {
    x: Here,
    weights: Here,
    output: Here,
    top: Option<f32>,
    stride: usize,
}

impl Kept {
    /// The gradient of what was before the clamp: nothing passes where it held.
    fn before_clamp(&self, gradient: Here) -> Here {
        let gradient = in_order(gradient);
        let Some(top) = self.top else {
            return gradient;
        };
        let pairs = numbers(&gradient).iter().zip(numbers(&self.output));
        let passed = pairs.map(|(gradient, output)| match *output > 0.0 && *output < top {
            true => *gradient,
            false => 0.0,
        });
        let shape: [usize; 4] = gradient.shape().dims();
        made(passed.collect(), shape)
    }
}

/// The sum over all but the last dimension.
fn bias_gradient(gradient: &Here) -> Here {
    let channels = gradient.shape()[3];
    let mut sums = vec![0.0; channels];
    for pixel in numbers(gradient).chunks_exact(channels) {
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum += value;
        }
    }
    made(sums, [channels])
}

#[derive(Debug)]
struct Pointwise;

impl Backward<Flex, 3> for Pointwise {
    type State = Kept;

    fn backward(self, ops: Ops<Kept, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let [x, weights, bias] = ops.parents;
        let kept = ops.state;
        let gradient = kept.before_clamp(grads.consume::<Flex>(&ops.node));
        let [batch, rows, columns, outputs] = gradient.shape().dims();
        let inputs = kept.weights.shape()[1];
        let n_rows = batch * rows * columns;
        if let Some(node) = x {
            let weights = in_order(kept.weights.clone());
            let packed = Packed::new(numbers(&weights), [outputs, inputs], &[]);
            let mut of_x = vec![0.0; n_rows * inputs];
            let gradient = numbers(&gradient);
            const ROWS: usize = 384;
            for_each_part(&mut of_x, ROWS * inputs, |at, of_x| {
                let n_rows = of_x.len() / inputs;
                let gradient = &gradient[at * ROWS * outputs..][..n_rows * outputs];
                packed.multiply(gradient, Closing::default(), of_x);
            });
            grads.register::<Flex>(node.id, made(of_x, [batch, rows, columns, inputs]));
        }
        if let Some(node) = bias {
            grads.register::<Flex>(node.id, bias_gradient(&gradient));
        }
        if let Some(node) = weights {
            let gradient = gradient.reshape(Shape::from([n_rows, outputs]));
            let x = in_order(kept.x).reshape(Shape::from([n_rows, inputs]));
            let of_weights = Flex::float_matmul(gradient.transpose(0, 1), x);
            grads.register::<Flex>(node.id, of_weights);
        }
    }
}

#[derive(Debug)]
struct Depthwise;

impl Backward<Flex, 3> for Depthwise {
    type State = Kept;

    fn backward(self, ops: Ops<Kept, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let [x, weights, bias] = ops.parents;
        let kept = ops.state;
        let gradient = kept.before_clamp(grads.consume::<Flex>(&ops.node));
        let (window, batch) = window(&kept.x, &kept.weights, kept.stride);
        let (n_input, n_output) = (window.n_input(), window.n_output());
        let each = numbers(&gradient);
        if let Some(node) = x {
            let weights = in_order(kept.weights.clone());
            let weights = numbers(&weights);
            let mut of_x = vec![0.0; batch * n_input];
            for_each_part(&mut of_x, n_input, |at, of_x| {
                map_gradient(&window, weights, &each[at * n_output..][..n_output], of_x);
            });
            let [rows, columns] = window.input;
            grads.register::<Flex>(node.id, made(of_x, [batch, rows, columns, window.channels]));
        }
        if let Some(node) = weights {
            let x = in_order(kept.x);
            let x = numbers(&x);
            let n_weights = window.kernel * window.kernel * window.channels;
            // Each part of the batch adds up its own; then the parts are added.
            let (parts, each_part) = (batch.min(8), batch.div_ceil(batch.min(8)));
            let mut sums = vec![0.0; parts * n_weights];
            for_each_part(&mut sums, n_weights, |part, sums| {
                for at in (part * each_part)..((part + 1) * each_part).min(batch) {
                    let x = &x[at * n_input..][..n_input];
                    weight_gradient(&window, x, &each[at * n_output..][..n_output], sums);
                }
            });
            let mut of_weights = sums[..n_weights].to_vec();
            for part in sums[n_weights..].chunks_exact(n_weights) {
                for (sum, value) in of_weights.iter_mut().zip(part) {
                    *sum += value;
                }
            }
            let shape = [window.kernel, window.kernel, window.channels];
            grads.register::<Flex>(node.id, made(of_weights, shape));
        }
        if let Some(node) = bias {
            grads.register::<Flex>(node.id, bias_gradient(&gradient));
        }
    }
}

impl<C: CheckpointStrategy> Maps for Autodiff<Flex, C> {
    fn pointwise(
        x: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        top: Option<f32>,
    ) -> FloatTensor<Self> {
        let nodes = [x.node(), weights.node(), bias.node()];
        let prepared = Pointwise.prepare::<C>(nodes).compute_bound().stateful();
        let (x, weights) = (
            in_order(x.into_primitive()),
            in_order(weights.into_primitive()),
        );
        let output = Flex::pointwise(x.clone(), weights.clone(), bias.into_primitive(), top);
        match prepared {
            OpsKind::Tracked(prepared) => {
                let kept = Kept {
                    x,
                    weights,
                    output: output.clone(),
                    top,
                    stride: 1,
                };
                prepared.finish(kept, output)
            }
            OpsKind::UnTracked(prepared) => prepared.finish(output),
        }
    }

    fn depthwise(
        x: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        stride: usize,
        top: Option<f32>,
    ) -> FloatTensor<Self> {
        let nodes = [x.node(), weights.node(), bias.node()];
        let prepared = Depthwise.prepare::<C>(nodes).compute_bound().stateful();
        let (x, weights) = (
            in_order(x.into_primitive()),
            in_order(weights.into_primitive()),
        );
        let bias = bias.into_primitive();
        let output = Flex::depthwise(x.clone(), weights.clone(), bias, stride, top);
        match prepared {
            OpsKind::Tracked(prepared) => {
                let kept = Kept {
                    x,
                    weights,
                    output: output.clone(),
                    top,
                    stride,
                };
                prepared.finish(kept, output)
            }
            OpsKind::UnTracked(prepared) => prepared.finish(output),
        }
    }
}
