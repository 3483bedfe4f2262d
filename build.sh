#!/usr/bin/env bash
# The one door of vqa-flow. Every command sets up what it needs and does its job.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Outside the clone, so that a second clone starts warm.
CACHE="${VQA_FLOW_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vqa-flow}"
export VQA_FLOW_CACHE="$CACHE"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$CACHE/target}"

WASM_TARGET=wasm32-unknown-unknown
# SIMD is what makes the CPU module fast; the browser is where randomness is.
WASM_RUSTFLAGS='-C target-feature=+simd128 --cfg getrandom_backend="wasm_js"'
# The crates that end up in the browser, and so decide when to build again.
WASM_CRATES=(wasm webgpu vqa vision photo text dfaf weights kernels)
NODE_AT_LEAST=20

usage() {
  cat <<'TXT'
./build.sh COMMAND

  serve [--port N]  build the site, show it on this machine and print its address
  build             build the static site: web/dist/, which any web server can host
  test              every check and test, in Rust, Node and a real Chromium
  check             the quick part of it: format, lints, types, tidiness, what we build on
  sizes             what a visitor downloads before the first answer, and its limits
  bench [--gpu]     how fast it is beside ONNX Runtime, in headless Chromium and natively
  package           make the npm package: web/package/, ready to publish
  fuzz [NAME] [S]   feed the readers with anything, each for S seconds (600)
  backbone          make the untrained assets/easy-vqa/backbone.bpk, and word vectors
  teacher IN OUT    let a detector say what is where in a folder of photos
  sentences OUT IN  let a sentence encoder say what questions have in common
  setup             install what the commands above need, and nothing else

Each command alone sets up a Debian or Ubuntu machine that has Rust and Node.
Environment: CARGO_TARGET_DIR, VQA_FLOW_CACHE (where tools and builds are kept),
CHROMIUM (a browser to test with).
TXT
}

# ---------------------------------------------------------------- saying things

say() { printf '\n==> %s\n' "$*"; }

fail() {
  printf '\nbuild.sh: %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# ------------------------------------------------------------- what is needed

apt_install() { # what it is for, packages...
  local purpose=$1 root=()
  shift
  has apt-get || fail "$purpose is missing, and there is no apt-get here. Install it by hand ($*)."
  if [ "$(id -u)" != 0 ]; then
    has sudo || fail "$purpose is missing. As root: apt-get install $*"
    root=(sudo)
  fi
  say "Installing $purpose: apt-get install $*"
  "${root[@]}" apt-get update -qq || true
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null ||
    fail "apt-get could not install $*."
}

need_rust() {
  # rustup puts cargo on the PATH of new shells only.
  if ! has cargo && [ -r "$HOME/.cargo/env" ]; then . "$HOME/.cargo/env"; fi
  has cargo || fail "Rust is missing: install rustup (its version of Rust is in rust-toolchain.toml), then run this again."
  has cc || apt_install 'a C compiler (the linker of Rust programs)' gcc libc6-dev
  local libraries
  # rustup fetches what rust-toolchain.toml names as soon as it is asked anything.
  libraries=$(rustc --print target-libdir --target "$WASM_TARGET") || fail 'the Rust of rust-toolchain.toml could not be had.'
  [ -d "$libraries" ] || rustup_add target "$WASM_TARGET"
  cargo fmt --version >/dev/null 2>&1 || rustup_add component rustfmt
  cargo clippy --version >/dev/null 2>&1 || rustup_add component clippy
}

rustup_add() { # target|component, name
  has rustup || fail "the Rust $1 $2 is missing, and there is no rustup to add it."
  say "Adding the Rust $1 $2"
  rustup "$1" add "$2" || fail "rustup could not add $2."
}

need_node() {
  has node && has npm || fail "Node is missing: install Node $NODE_AT_LEAST or newer with npm, then run this again."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge "$NODE_AT_LEAST" ] || fail "Node $major is too old: $NODE_AT_LEAST or newer is needed."
  local lock installed=web/node_modules/.installed-from
  lock=$(sha256sum web/package-lock.json)
  if [ "$lock" != "$(cat "$installed" 2>/dev/null)" ]; then
    say 'Installing the npm packages of web/'
    (cd web && npm ci --no-audit --no-fund --loglevel=error) || fail 'npm ci failed in web/.'
    printf '%s\n' "$lock" >"$installed"
  fi
}

# A program from crates.io in one version, outside the clone; the PATH finds it first.
cargo_tool() { # crate, version, options of cargo install...
  local name=$1 version=$2 root="$CACHE/tools/$1-$2"
  shift 2
  PATH="$root/bin:$PATH"
  # Cargo writes this at the end.
  [ -s "$root/.crates.toml" ] && return
  say "Installing $name $version (some minutes, once)"
  # In a target folder of its own, so that it does not wait for a build that is going on.
  local install=(env -u CARGO_TARGET_DIR -u RUSTFLAGS cargo install --quiet "$name" --version "$version" --root "$root" "$@")
  # Its own lock file may name a crate that a registry's mirror does not have.
  "${install[@]}" --locked 2>/dev/null || "${install[@]}" || fail "cargo could not install $name $version."
}

# wasm-bindgen's program and library must be of one version: the locked one.
need_wasm_bindgen() {
  WASM_BINDGEN_VERSION=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock)
  [ -n "$WASM_BINDGEN_VERSION" ] || fail 'Cargo.lock names no wasm-bindgen.'
  cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
}

# What one of the examples of web/examples/ is built with.
need_mdbook() {
  cargo_tool mdbook 0.5.4 --no-default-features
  MDBOOK=$(command -v mdbook)
  export MDBOOK
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && has "$name"; then
      CHROMIUM=$(command -v "$name")
      export CHROMIUM
      return
    fi
  done
  return 1
}

need_chromium() {
  find_chromium && return
  local package=chromium
  if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then package=chromium-browser; fi
  apt_install 'Chromium (for the browser tests)' "$package"
  find_chromium || fail 'Chromium was installed but is not on the PATH: name one in CHROMIUM.'
}

# A second browser engine, and Vulkan without a GPU for its WebGPU. Where no package has them, their tests say that they
# are skipped.
need_firefox() {
  grep -q '^ID=debian' /etc/os-release 2>/dev/null || return 0
  has firefox-esr || has firefox || apt_install 'Firefox (for the browser tests)' firefox-esr
  [ -e /usr/share/vulkan/icd.d/lvp_icd.x86_64.json ] ||
    apt_install 'Vulkan without a GPU (for the WebGPU tests)' mesa-vulkan-drivers libvulkan1
}

# -------------------------------------------------------------------- building

# A digest of everything that decides what the browser modules are.
wasm_sources() {
  {
    printf '%s\n' "$WASM_RUSTFLAGS" "$WASM_BINDGEN_VERSION"
    find "${WASM_CRATES[@]/#/crates/}" -type f -print0 | sort -z | xargs -0 sha256sum
    sha256sum Cargo.toml Cargo.lock rust-toolchain.toml build.sh
  } | sha256sum
}

wasm_module() { # name, features...
  local name=$1 out="web/wasm/$1" sources
  shift
  sources=$(wasm_sources)
  [ "$sources" = "$(cat "$out/.built-from" 2>/dev/null)" ] && return
  say "Building the browser module: $name"
  rm -rf "$out"
  # wasm-bindgen reads what a stripped module no longer says, and strips then.
  RUSTFLAGS="$WASM_RUSTFLAGS" cargo build --release --locked --target "$WASM_TARGET" -p wasm "$@" \
    --config 'profile.release.package.wasm.strip="none"'
  # Both modules leave cargo under one name, hence at once. Running wasm-opt on
  # them was measured and left out: minutes of work for 2 % of the bytes sent.
  wasm-bindgen --target web --remove-name-section --remove-producers-section \
    --out-name vqa --out-dir "$out" "$CARGO_TARGET_DIR/$WASM_TARGET/release/wasm.wasm"
  printf '%s\n' "$sources" >"$out/.built-from"
}

build_site() {
  need_rust
  need_node
  need_wasm_bindgen
  wasm_module cpu
  wasm_module gpu --features gpu
  (cd web && npm run --silent build)
}

# -------------------------------------------------------------------- checking

PASSED=()
CURRENT=
STARTED=$SECONDS

# One named step of `check` and `test`: the first that fails ends the run.
# (`"$@" || fail` would switch `set -e` off inside the step.)
step() { # name, command...
  local from=$SECONDS
  CURRENT=$1
  shift
  say "$CURRENT"
  "$@"
  PASSED+=("$CURRENT ($((SECONDS - from)) s)")
  CURRENT=
}

on_exit() {
  [ -z "$CURRENT" ] || printf '\nbuild.sh: FAILED: %s (passed before it: %s)\n' "$CURRENT" "$(listed)" >&2
}
trap on_exit EXIT

listed() {
  local IFS=,
  printf '%s' "${PASSED[*]:-nothing}" | sed 's/,/, /g'
}

lint() { cargo clippy --locked --all-targets --quiet -- -D warnings; }

rustdoc() { RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --quiet; }

types() {
  cd web
  npm run --silent check
  node_modules/.bin/tsc -p ../tests
  cd ..
}

tidy() { node --test --test-reporter=spec tests/tidy.test.mjs; }

native_tests() {
  # The program first: the browser tests compare their answers with its own.
  cargo build --locked --quiet
  if has cargo-nextest; then cargo nextest run --locked; else cargo test --locked --lib --bins --tests; fi
}

doc_tests() { cargo test --locked --doc --quiet; }

browser_tests() {
  local files=()
  for file in tests/*.test.mjs; do
    [ "$file" = tests/tidy.test.mjs ] || files+=("$file")
  done
  # One file at a time: two browsers at once only slow each other down.
  # What hangs fails after ten minutes; the longest takes two.
  VQA_PROGRAM="$CARGO_TARGET_DIR/debug/vqa" node --test --test-reporter=spec --test-concurrency=1 --test-timeout=600000 "${files[@]}"
}

quick_checks() {
  need_rust
  need_node
  step 'format' cargo fmt --check
  step 'lints' lint
  step 'types of web/ and tests/' types
  step 'tidiness' tidy
  step 'what we build on' supply
}

report() {
  say "All passed in $((SECONDS - STARTED)) s: $(listed)"
}

# -------------------------------------------------------------------- commands

run_setup() {
  need_rust
  need_node
  need_wasm_bindgen
  need_chromium
  need_firefox
  need_mdbook
  need_cargo_deny
  say 'Everything is there.'
}

run_build() {
  build_site
  say 'The site is in web/dist/: any web server can host it.'
}

run_serve() {
  build_site
  exec node tests/serve.mjs --root web/dist --open "$@"
}

run_check() {
  quick_checks
  report
}

run_test() {
  need_chromium
  need_firefox
  quick_checks
  step 'documentation' rustdoc
  step 'Rust tests' native_tests
  step 'documentation tests' doc_tests
  step 'site' build_site
  step 'sizes' node tests/sizes.mjs
  step 'package' run_package
  need_mdbook
  step 'browser tests' browser_tests
  report
}

run_sizes() {
  build_site
  exec node tests/sizes.mjs
}


run_package() {
  build_site
  (cd web && npm run --silent package)
  say 'The npm package is in web/package/.'
}

. crates/vision/backbone.sh
. crates/lab/teacher/teach.sh
. crates/fuzz/fuzz.sh
. tests/supply.sh
. tests/bench/bench.sh

command=${1:---help}
[ $# -eq 0 ] || shift
case $command in
  setup | build | serve | test | check | sizes | bench | package | fuzz | backbone | teacher | sentences) "run_$command" "$@" ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    fail "there is no command \"$command\"."
    ;;
esac
