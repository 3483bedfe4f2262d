// Mean region times mean word and the mean word, and of each region its part of the former.
struct Params { regions: u32, words: u32, first_word: u32, width: u32, each_pitch: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> fused: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> each: array<vec4f>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= p.width) { return; }
  var word = vec4f();
  for (var row = 0u; row < p.words; row++) { word += x[(p.first_word + row) * p.width + i]; }
  word /= f32(p.words);
  var sum = vec4f();
  for (var row = 0u; row < p.regions; row++) {
    let part = x[row * p.width + i] * word / f32(p.regions);
    each[row * p.each_pitch + i] = part;
    sum += part;
  }
  fused[i] = sum;
  fused[p.width + i] = word;
}
