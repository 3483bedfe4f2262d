// The first convolution: 3 by 3 of 3 colours, stride 2; the photo is one number a pixel, red lowest.
struct Params { size: u32, side: u32, outputs: u32, weights: u32, bias: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> all: array<vec4f>;
@group(0) @binding(2) var<storage, read> pixels: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let output = id.x;
  let place = id.y;
  if (output >= p.outputs || place >= p.side * p.side) { return; }
  let top = place / p.side * 2u;
  let left = place % p.side * 2u;
  var sum = all[p.bias + output];
  // What lies below and at the right of the photo is 0.
  for (var down = 0u; down < 3u && top + down < p.size; down++) {
    for (var across = 0u; across < 3u && left + across < p.size; across++) {
      let pixel = pixels[(top + down) * p.size + left + across];
      let w = p.weights + (down * 3u + across) * 3u * p.outputs + output;
      let colour = (vec3f(vec3u(pixel, pixel >> 8u, pixel >> 16u) & vec3u(255u)) - 127.0) / 128.0;
      sum += colour.x * all[w] + colour.y * all[w + p.outputs] + colour.z * all[w + 2u * p.outputs];
    }
  }
  y[place * p.outputs + output] = clamp(sum, vec4f(), vec4f(6.0));
}
