// The places of the largest logits, best first, of equal ones the first first.
struct Params { answers: u32, wanted: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read_write> best: array<u32>;

const THREADS = 64u;
const NONE = 0xffffffffu;
var<workgroup> found: array<u32, THREADS>;

fn before(a: u32, b: u32) -> bool {
  if (a == NONE || b == NONE) { return a != NONE; }
  return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(local_invocation_index) thread: u32) {
  var last = NONE;
  for (var turn = 0u; turn < p.wanted; turn++) {
    var mine = NONE;
    for (var at = thread; at < p.answers; at += THREADS) {
      if ((last == NONE || before(last, at)) && before(at, mine)) { mine = at; }
    }
    found[thread] = mine;
    workgroupBarrier();
    if (thread == 0u) {
      for (var other = 1u; other < THREADS; other++) {
        if (before(found[other], found[0])) { found[0] = found[other]; }
      }
      best[turn] = found[0];
    }
    workgroupBarrier();
    last = found[0];
    workgroupBarrier();
  }
}
