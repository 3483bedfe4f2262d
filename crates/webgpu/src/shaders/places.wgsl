// The last numbers of each region: its mean colour and its box; and the mean of all cells as the region of the whole
// photo. `seen` counts the vectors before them.
struct Params { size: u32, side: u32, pitch: u32, seen: u32, cell: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
@group(0) @binding(2) var<storage, read_write> regions: array<vec4f>;

const THREADS = 64u;
var<workgroup> sums: array<vec3u, THREADS>;

fn colours(pixel: u32) -> vec3u { return vec3u(pixel, pixel >> 8u, pixel >> 16u) & vec3u(255u); }

fn colour(cell: u32) -> vec3f {
  var sum = vec3u();
  let top = cell / p.side * p.cell;
  let left = cell % p.side * p.cell;
  for (var y = top; y < top + p.cell; y++) {
    for (var x = left; x < left + p.cell; x++) { sum += colours(pixels[y * p.size + x]); }
  }
  return vec3f(sum) / f32(p.cell * p.cell) / 255.0;
}

// The last workgroup has the colour and box of the whole photo.
@compute @workgroup_size(THREADS)
fn main(
  @builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) thread: u32,
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
) {
  let cells = p.side * p.side;
  let whole = cells * p.pitch;
  if (group.x + 1u == groups.x) {
    // All threads share it: Mesa's lavapipe ends a thread's loops after 65,535 turns.
    let n = p.size * p.size;
    var sum = vec3u();
    for (var at = thread; at < n; at += THREADS) { sum += colours(pixels[at]); }
    sums[thread] = sum;
    workgroupBarrier();
    if (thread == 0u) {
      for (var other = 1u; other < THREADS; other++) { sum += sums[other]; }
      regions[whole + p.seen] = vec4f(vec3f(sum) / f32(n) / 255.0, 0.0);
      regions[whole + p.seen + 1u] = vec4f(0.0, 1.0, 1.0, 0.0);
    }
  } else if (id.x < p.seen) {
    var sum = vec4f();
    for (var cell = 0u; cell < cells; cell++) { sum += regions[cell * p.pitch + id.x]; }
    regions[whole + id.x] = sum / f32(cells);
  } else if (id.x < p.seen + cells) {
    let cell = id.x - p.seen;
    let place = vec2f(vec2u(cell % p.side, cell / p.side));
    let box = vec4f(place, place + 1.0) / f32(p.side);
    regions[cell * p.pitch + p.seen] = vec4f(colour(cell), box.x);
    regions[cell * p.pitch + p.seen + 1u] = vec4f(box.yzw, 0.0);
  }
}
