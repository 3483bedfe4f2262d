// What each modality is gated by: sigmoid(Linear(mean of the other one)). A workgroup for each: regions, words.
struct Params {
  regions: u32, words: u32, first_word: u32, width: u32,
  pitch: u32, weights: u32, bias: u32, weights_after: u32,
  bias_after: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> all: array<vec4f>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> gates: array<vec4f>;

const THREADS = 64u;
var<workgroup> mean: array<vec4f, 256>;

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  let of_regions = group.x == 0u;
  let first = select(0u, p.first_word, of_regions);
  let n = select(p.regions, p.words, of_regions);
  for (var i = thread; i < p.width; i += THREADS) {
    var sum = vec4f();
    for (var row = first; row < first + n; row++) { sum += x[row * p.pitch + i]; }
    mean[i] = sum / f32(n);
  }
  workgroupBarrier();
  let weights = select(p.weights_after, p.weights, of_regions);
  for (var i = thread; i < p.width; i += THREADS) {
    var sum = all[select(p.bias_after, p.bias, of_regions) + i];
    for (var k = 0u; k < p.width; k++) {
      let w = weights + 4u * k * p.width + i;
      sum += mean[k].x * all[w] + mean[k].y * all[w + p.width] + mean[k].z * all[w + 2u * p.width] + mean[k].w * all[w + 3u * p.width];
    }
    gates[group.x * p.width + i] = 1.0 / (1.0 + exp(-sum));
  }
}
