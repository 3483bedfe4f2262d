// y = close(x W + b) for rows of x. From row `split` on, with the weights of the other modality.
// Everything counts vectors of four numbers. A thread has four rows and four outputs.
struct Params {
  rows: u32, inputs: u32, outputs: u32, flags: u32,
  x_start: u32, x_pitch: u32, y_start: u32, y_pitch: u32,
  weights: u32, bias: u32, split: u32, add_pitch: u32,
  weights_after: u32, bias_after: u32, top: f32, unused: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> all: array<vec4f>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(4) var<storage, read> add: array<vec4f>;

const CLAMP = 1u; // to 0..top
const ADD = 2u; // what lies in `add`
const ONTO = 4u; // onto what lies in y
const RELU_IN = 8u;
const NO_BIAS = 16u;

fn taken(at: u32) -> vec4f {
  let value = x[at];
  return select(value, max(value, vec4f()), (p.flags & RELU_IN) != 0u);
}

fn write(row: u32, column: u32, sum: vec4f) {
  if (row >= p.rows) { return; }
  var value = sum;
  if ((p.flags & CLAMP) != 0u) { value = clamp(value, vec4f(), vec4f(p.top)); }
  if ((p.flags & ADD) != 0u) { value += add[row * p.add_pitch + column]; }
  let at = p.y_start + row * p.y_pitch + column;
  if ((p.flags & ONTO) != 0u) { value += y[at]; }
  y[at] = value;
}

@compute @workgroup_size(4, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  let row = id.y * 4u;
  if (column >= p.outputs || row >= p.rows) { return; }
  let after = row >= p.split;
  var w = select(p.weights, p.weights_after, after) + column;
  var bias = vec4f();
  if ((p.flags & NO_BIAS) == 0u) { bias = all[select(p.bias, p.bias_after, after) + column]; }
  var s0 = bias;
  var s1 = bias;
  var s2 = bias;
  var s3 = bias;
  let last = p.rows - 1u;
  let x0 = p.x_start + row * p.x_pitch;
  let x1 = p.x_start + min(row + 1u, last) * p.x_pitch;
  let x2 = p.x_start + min(row + 2u, last) * p.x_pitch;
  let x3 = p.x_start + min(row + 3u, last) * p.x_pitch;
  for (var k = 0u; k < p.inputs; k++) {
    let w0 = all[w];
    let w1 = all[w + p.outputs];
    let w2 = all[w + 2u * p.outputs];
    let w3 = all[w + 3u * p.outputs];
    w += 4u * p.outputs;
    let a0 = taken(x0 + k);
    let a1 = taken(x1 + k);
    let a2 = taken(x2 + k);
    let a3 = taken(x3 + k);
    s0 += a0.x * w0 + a0.y * w1 + a0.z * w2 + a0.w * w3;
    s1 += a1.x * w0 + a1.y * w1 + a1.z * w2 + a1.w * w3;
    s2 += a2.x * w0 + a2.y * w1 + a2.z * w2 + a2.w * w3;
    s3 += a3.x * w0 + a3.y * w1 + a3.z * w2 + a3.w * w3;
  }
  write(row, column, s0);
  write(row + 1u, column, s1);
  write(row + 2u, column, s2);
  write(row + 3u, column, s3);
}
