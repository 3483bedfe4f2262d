# A part of build.sh, whose functions it uses: `./build.sh fuzz`.
# shellcheck shell=bash

# Coverage and the address sanitizer are there in nightly compilers only.
FUZZ_TOOLCHAIN=nightly

run_fuzz() {
  local target=${1:-all} seconds=${2:-600} name
  [ "$target" = all ] || [ -f "crates/fuzz/targets/$target.rs" ] || fail "there is no target \"$target\" in crates/fuzz/targets."
  need_rust
  has g++ || apt_install 'a C++ compiler (the fuzzer is C++)' g++
  rustup run "$FUZZ_TOOLCHAIN" rustc --version >/dev/null 2>&1 || rustup toolchain install --profile minimal "$FUZZ_TOOLCHAIN"
  cargo_tool cargo-fuzz 0.13.2
  for name in crates/fuzz/targets/*.rs; do
    name=$(basename "$name" .rs)
    [ "$target" = all ] || [ "$target" = "$name" ] || continue
    fuzz_one "$name" "$seconds"
  done
}

# What it grows is kept outside the clone; what it finds, too: a finding that
# is mended moves to crates/fuzz/found/NAME/, where the tests try it again.
fuzz_one() { # target, seconds
  local corpus="$CACHE/fuzz/corpus/$1" found="$CACHE/fuzz/found/$1/"
  mkdir -p "$corpus" "$found"
  cargo run --locked --quiet --example seeds -- "$1" "$corpus"
  say "Fuzzing $1 for $2 s"
  cargo "+$FUZZ_TOOLCHAIN" fuzz run --fuzz-dir crates/fuzz --features fuzzer --target-dir "$CACHE/target-fuzz" \
    "$1" "$corpus" -- -max_total_time="$2" -timeout=25 -rss_limit_mb=2048 -max_len=65536 -artifact_prefix="$found" -print_final_stats=1
}
