# A part of build.sh: what the bench needs beside the product, outside the clone.

ONNXRUNTIME_WEB=1.30.0
BENCH_PACKAGES=(cbor2==6.3.0 numpy==2.4.6 onnx==1.23.2 onnxruntime==1.32.0 pillow==13.0.0)

need_bench() {
  local folder="$CACHE/bench" wanted="$ONNXRUNTIME_WEB ${BENCH_PACKAGES[*]}"
  has python3 || apt_install 'Python (for the bench)' python3 python3-venv
  if [ "$wanted" != "$(cat "$folder/.installed" 2>/dev/null)" ]; then
    say 'Installing ONNX Runtime, in the browser and natively'
    rm -rf "$folder"
    mkdir -p "$folder"
    python3 -m venv "$folder/python" || fail 'python3 -m venv failed.'
    "$folder/python/bin/pip" install --quiet "${BENCH_PACKAGES[@]}" || fail 'pip could not install what the bench needs.'
    npm install --prefix "$folder" --no-audit --no-fund --loglevel=error "onnxruntime-web@$ONNXRUNTIME_WEB" ||
      fail 'npm could not install onnxruntime-web.'
    printf '%s\n' "$wanted" >"$folder/.installed"
  fi
  export BENCH_PYTHON="$folder/python/bin/python" BENCH_ONNX="$folder/onnx"
  export BENCH_RUNTIME="$folder/node_modules/onnxruntime-web/dist"
  "$BENCH_PYTHON" tests/bench/onnx_model.py assets/model "$BENCH_ONNX" || fail 'the ONNX of the model could not be written.'
}

run_bench() {
  need_chromium
  need_bench
  build_site
  cargo build --locked --quiet --example time
  cargo build --locked --quiet
  export BENCH_PROGRAM="$CARGO_TARGET_DIR/debug/examples/time" BENCH_VQA="$CARGO_TARGET_DIR/debug/vqa"
  exec node tests/bench/bench.mjs "$@"
}
