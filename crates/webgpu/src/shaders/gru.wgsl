// All steps of a gated recurrent unit, in one workgroup. `x` holds the projected inputs: reset, keep, new.
struct Params { steps: u32, dim: u32, weights: u32, bias: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> all: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> states: array<f32>;

const THREADS = 256u;
const WIDEST = 1024u;
var<workgroup> state: array<f32, WIDEST>;

fn sigmoid(value: f32) -> f32 { return 1.0 / (1.0 + exp(-value)); }

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) thread: u32) {
  for (var j = thread; j < WIDEST; j += THREADS) { state[j] = 0.0; }
  workgroupBarrier();
  let pitch = 3u * p.dim;
  for (var step = 0u; step < p.steps; step++) {
    var next = array<f32, 4>();
    for (var turn = 0u; turn < 4u; turn++) {
      let j = thread + turn * THREADS;
      if (j >= p.dim) { break; }
      var sums = vec3f(all[p.bias + j], all[p.bias + p.dim + j], all[p.bias + 2u * p.dim + j]);
      for (var k = 0u; k < p.dim; k++) {
        let w = p.weights + k * pitch + j;
        sums += state[k] * vec3f(all[w], all[w + p.dim], all[w + 2u * p.dim]);
      }
      let origin = step * pitch + j;
      let reset = sigmoid(x[origin] + sums.x);
      let keep = sigmoid(x[origin + p.dim] + sums.y);
      // Some drivers' tanh overflows far origin 0.
      let new_ = tanh(clamp(x[origin + 2u * p.dim] + reset * sums.z, -15.0, 15.0));
      next[turn] = new_ + keep * (state[j] - new_);
    }
    workgroupBarrier();
    for (var turn = 0u; turn < 4u; turn++) {
      let j = thread + turn * THREADS;
      if (j >= p.dim) { break; }
      state[j] = next[turn];
      states[step * p.dim + j] = next[turn];
    }
    workgroupBarrier();
  }
}
