// What each region adds to each asked logit: its part of the hidden layer, where that is on, times the last weights.
struct Params { regions: u32, asked: u32, hidden: u32, weights: u32, pitch: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> all: array<f32>;
@group(0) @binding(2) var<storage, read> parts: array<f32>;
@group(0) @binding(3) var<storage, read> hidden: array<f32>;
@group(0) @binding(4) var<storage, read> asked: array<u32>;
@group(0) @binding(5) var<storage, read_write> evidence: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= p.regions * p.asked) { return; }
  let region = id.x % p.regions;
  let column = asked[id.x / p.regions];
  var sum = 0.0;
  for (var i = 0u; i < p.hidden; i++) {
    if (hidden[i] > 0.0) { sum += parts[region * p.hidden + i] * all[p.weights + i * p.pitch + column]; }
  }
  evidence[id.x] = sum;
}
