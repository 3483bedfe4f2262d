// Each channel with its own kernel, four channels a thread; clamped to 0..6.
struct Params {
  kernel: u32, stride: u32, side: u32, out_side: u32,
  channels: u32, before: u32, weights: u32, bias: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> all: array<vec4f>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(4, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let channel = id.x;
  let pixel = id.y;
  if (channel >= p.channels || pixel >= p.out_side * p.out_side) { return; }
  let top = i32(pixel / p.out_side * p.stride) - i32(p.before);
  let left = i32(pixel % p.out_side * p.stride) - i32(p.before);
  let side = i32(p.side);
  var sum = all[p.bias + channel];
  for (var down = max(0, -top); down < min(i32(p.kernel), side - top); down++) {
    for (var across = max(0, -left); across < min(i32(p.kernel), side - left); across++) {
      let at = u32((top + down) * side + left + across) * p.channels + channel;
      let tap = u32(down) * p.kernel + u32(across);
      sum += x[at] * all[p.weights + tap * p.channels + channel];
    }
  }
  y[pixel * p.channels + channel] = clamp(sum, vec4f(), vec4f(6.0));
}
