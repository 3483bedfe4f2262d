use crate::device::GpuError;
use crate::multiplying::Layer;
use crate::weights::Weights;

/// One flow of a block: the places of its weights, regions' and words'.
pub(crate) struct Flow {
    pub(crate) norm: Option<[[u32; 2]; 2]>,
    pub(crate) projections: Layer,
    pub(crate) gate: Option<[[u32; 2]; 2]>,
    pub(crate) output: Layer,
}

impl Flow {
    /// The weights of `blocks.N.inter` or `blocks.N.intra`.
    pub(crate) fn put(mind: &mut Weights, name: &str) -> Result<Self, GpuError> {
        let sides = ["regions", "words"].map(|side| format!("{name}.{side}"));
        let norms = [
            norm(mind, &format!("{}.norm", sides[0]))?,
            norm(mind, &format!("{}.norm", sides[1]))?,
        ];
        let mut projections = Vec::with_capacity(2);
        for side in &sides {
            let parts = ["query", "key", "value"].map(|part| format!("{side}.attention.{part}"));
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            projections.push(linear(mind, &parts)?);
        }
        let outputs = [
            linear(mind, &[&format!("{}.output", sides[0])])?,
            linear(mind, &[&format!("{}.output", sides[1])])?,
        ];
        let gate = match mind.has(&format!("{}.gate.weight", sides[0])) {
            true => {
                let gates = [
                    linear(mind, &[&format!("{}.gate", sides[0])])?,
                    linear(mind, &[&format!("{}.gate", sides[1])])?,
                ];
                Some(gates.map(|gate| [gate.weights[0], gate.bias[0]]))
            }
            false => None,
        };
        Ok(Self {
            norm: match norms {
                [Some(regions), Some(words)] => Some([regions, words]),
                _ => None,
            },
            projections: both(projections[0], projections[1]),
            gate,
            output: both(outputs[0], outputs[1]),
        })
    }
}

fn both(regions: Layer, words: Layer) -> Layer {
    Layer {
        weights: [regions.weights[0], words.weights[0]],
        bias: [regions.bias[0], words.bias[0]],
        ..regions
    }
}

/// Linear layers beside each other, as one.
pub(crate) fn linear(mind: &mut Weights, names: &[&str]) -> Result<Layer, GpuError> {
    let weights: Vec<String> = names.iter().map(|name| format!("{name}.weight")).collect();
    let bias: Vec<String> = names.iter().map(|name| format!("{name}.bias")).collect();
    let mut outputs = 0;
    let mut inputs = 0;
    for name in &weights {
        let shape = mind.shape(name)?;
        inputs = shape[0];
        outputs += shape[1];
    }
    Ok(Layer {
        inputs: inputs.div_ceil(4),
        outputs: outputs.div_ceil(4),
        weights: [mind.put_beside(&weights)?; 2],
        bias: [mind.put_beside(&bias)?; 2],
    })
}

/// A linear layer without a bias.
pub(crate) fn bare(mind: &mut Weights, name: &str) -> Result<Layer, GpuError> {
    let name = format!("{name}.weight");
    let [inputs, outputs] = mind.shape(&name)?;
    Ok(Layer {
        inputs: inputs.div_ceil(4),
        outputs: outputs.div_ceil(4),
        weights: [mind.put_named(&name)?; 2],
        bias: [0; 2],
    })
}

pub(crate) fn norm(mind: &mut Weights, name: &str) -> Result<Option<[u32; 2]>, GpuError> {
    if !mind.has(&format!("{name}.gamma")) {
        return Ok(None);
    }
    Ok(Some([
        mind.put_named(&format!("{name}.gamma"))?,
        mind.put_named(&format!("{name}.beta"))?,
    ]))
}

/// The first layer of the answerer, and below it that of the shortcut: what
/// enters them lies side by side.
pub(crate) fn put_hidden(mind: &mut Weights, hidden: Layer) -> Result<Layer, GpuError> {
    let (name, shortcut) = ("answerer.hidden.weight", "answerer.shortcut.weight");
    if !mind.has(shortcut) {
        return Ok(hidden);
    }
    let [_, width] = mind.shape(name)?;
    let below = mind.take(shortcut)?.1.iter();
    let stacked: Vec<f32> = mind.take(name)?.1.iter().chain(below).copied().collect();
    let weights = mind.put(&stacked, width);
    Ok(Layer {
        inputs: 2 * hidden.inputs,
        weights: [weights; 2],
        ..hidden
    })
}
