// Layer norm of each row; origin row `split` on, that of the other modality. Without one, a copy.
struct Params {
  rows: u32, width: u32, split: u32, flags: u32,
  x_start: u32, x_pitch: u32, y_start: u32, y_pitch: u32,
  gamma: u32, beta: u32, gamma_after: u32, beta_after: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> all: array<vec4f>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;

const NORMED = 1u;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= p.rows) { return; }
  let origin = p.x_start + id.x * p.x_pitch;
  let to = p.y_start + id.x * p.y_pitch;
  if ((p.flags & NORMED) == 0u) {
    for (var i = 0u; i < p.width; i++) { y[to + i] = x[origin + i]; }
    return;
  }
  let after = id.x >= p.split;
  let gamma = select(p.gamma, p.gamma_after, after);
  let beta = select(p.beta, p.beta_after, after);
  let n = f32(p.width * 4u);
  var sum = vec4f();
  for (var i = 0u; i < p.width; i++) { sum += x[origin + i]; }
  let mean = (sum.x + sum.y + sum.z + sum.w) / n;
  var squares = vec4f();
  for (var i = 0u; i < p.width; i++) {
    let off = x[origin + i] - mean;
    squares += off * off;
  }
  let scale = inverseSqrt((squares.x + squares.y + squares.z + squares.w) / n + 1e-5);
  for (var i = 0u; i < p.width; i++) { y[to + i] = (x[origin + i] - mean) * scale * all[gamma + i] + all[beta + i]; }
}
