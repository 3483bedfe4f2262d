// Scores become probabilities, row by row.
struct Params { rows: u32, width: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= p.rows) { return; }
  let start = id.x * p.width;
  var most = y[start];
  for (var i = 1u; i < p.width; i++) { most = max(most, y[start + i]); }
  let largest = max(max(most.x, most.y), max(most.z, most.w));
  var sums = vec4f();
  for (var i = 0u; i < p.width; i++) {
    let part = exp(y[start + i] - largest);
    y[start + i] = part;
    sums += part;
  }
  let whole = sums.x + sums.y + sums.z + sums.w;
  for (var i = 0u; i < p.width; i++) { y[start + i] /= whole; }
}
