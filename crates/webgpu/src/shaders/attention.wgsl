// softmax(Q K^T / sqrt(head_dim)) V of two parts at once, with their maps; a thread has one reader and one head. Maps
// are written in threes of 10 bits, a row beginning a three; the two bits above the first three say how often the row
// was doubled, so that small shares lose no more than large ones.
struct Part {
  readers: u32, read: u32, reader: u32, first: u32,
  map: u32, gate: u32, unused_a: u32, unused_b: u32,
}
struct Params {
  heads: u32, head: u32, width: u32, flags: u32,
  out_pitch: u32, out_start: u32, most: u32, scale: f32,
  parts: array<Part, 2>,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>; // [rows, query | key | value]
@group(0) @binding(2) var<storage, read> gates: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> maps: array<u32>;
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;

const GATED = 1u; // queries and keys
const ONTO = 2u; // what is read is added to what lies in y

@compute @workgroup_size(32)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let before = p.parts[0].readers * p.heads;
  let second = id.x >= before;
  let part = p.parts[select(0u, 1u, second)];
  let at = id.x - select(0u, before, second);
  if (at >= part.readers * p.heads) { return; }
  let head = at / part.readers;
  let reader = at % part.readers;
  let offset = head * p.head;
  let pitch = 3u * p.width;
  let query = (part.reader + reader) * pitch + offset;
  let keys = part.first * pitch + p.width + offset;
  let values = keys + p.width;
  let score = id.x * p.most;
  var largest = -3.0e38;
  for (var i = 0u; i < part.read; i++) {
    var sum = 0.0;
    for (var k = 0u; k < p.head; k++) {
      var q = x[query + k];
      if ((p.flags & GATED) != 0u) {
        let amplify = 1.0 + gates[part.gate + offset + k];
        q *= amplify * amplify;
      }
      sum += dot(q, x[keys + i * pitch + k]);
    }
    sum *= p.scale;
    scores[score + i] = sum;
    largest = max(largest, sum);
  }
  var whole = 0.0;
  for (var i = 0u; i < part.read; i++) {
    let share = exp(scores[score + i] - largest);
    scores[score + i] = share;
    whole += share;
  }
  let threes = (part.read + 2u) / 3u;
  let map = part.map + (head * part.readers + reader) * threes;
  // The largest share is 1 / whole.
  let doubled = min(u32(log2(whole)), 3u);
  let units = f32(1023u << doubled) / whole;
  for (var i = 0u; i < threes; i++) {
    var three = select(0u, doubled << 30u, i == 0u);
    for (var k = 0u; k < min(3u, part.read - 3u * i); k++) {
      three |= min(u32(scores[score + 3u * i + k] * units + 0.5), 1023u) << (10u * k);
    }
    maps[map + i] = three;
  }
  let to = p.out_start + (part.reader + reader) * p.out_pitch + offset;
  for (var k = 0u; k < p.head; k++) {
    var sum = vec4f();
    for (var i = 0u; i < part.read; i++) { sum += scores[score + i] * x[values + i * pitch + k]; }
    sum /= whole;
    if ((p.flags & ONTO) != 0u) { sum += y[to + k]; }
    y[to + k] = sum;
  }
}
