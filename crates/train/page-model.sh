#!/usr/bin/env bash
# The page's model, from photos and annotations to a folder that can be served:
#
#   crates/train/page-model.sh DATA OUT
#
# DATA holds what crates/train/README.md names; OUT takes features (20 GB), runs and, at
# the end, `model`. What is done is not done again: called again, it goes on where it was
# cut off. Wanted: `cargo build --release -p cli -p lab`, and `./build.sh backbone`.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,8s/^# \?//p' "$0" && exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=$(realpath "$1")
mkdir -p "$2"
cd "$2"

cache="${VQA_FLOW_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vqa-flow}"
programs="${CARGO_TARGET_DIR:-$cache/target}/release"
recipes="$here/crates/train/recipes"
new="$data/coco/new_photos.json"
vqa() { "$programs/vqa" "$@"; }
lab() { "$programs/vqa-lab" "$@"; }

# ---------------------------------------------------------------- made questions

make() { # WHAT FILE NAME MORE..
  [ -e "$data/made/$3/questions.json" ] ||
    lab make "$1" "$data/$2" --out "$data/made/$3" --leave-out "$new" "${@:4}"
}
for set in coco coco_train2014; do
  [ -e "$data/detections/$set.json" ] || "$here/build.sh" teacher "$data/$set/images" "$data/detections/$set.json"
done
for set in coco:coco coco_train2014:t14; do
  make labels "${set%:*}/labels80.json" "labels-${set#*:}" --per-photo 1
  make labels "${set%:*}/labels80.json" "labels2-${set#*:}" --per-photo 1 --unambiguous --choices
done
make boxes coco/boxes80.json boxes-coco --per-photo 8
make boxes coco_boxed/boxes.json boxes-boxed --per-photo 8
make boxes coco128/boxes.json boxes-coco128
make counts coco/counts80.json counts-coco
nouns=(--nouns-questions "$data/coco/cocoqa_train_questions.json"
  --nouns-annotations "$data/coco/cocoqa_train_annotations.json")
for from in coco/captions_human:coco coco/captions_vinvl:vinvl coco_train2014/captions_human:t14; do
  make captions "${from%:*}.json" "captions-${from#*:}"
  make told "${from%:*}.json" "told-${from#*:}" "${nouns[@]}"
done
make guesses coco/vqa2_weak.json weak
[ -e "$data/made/sentences.txt" ] || "$here/build.sh" sentences "$data/made/sentences.txt" "$data"/coco/*_train_questions.json \
  "$data/coco/vqax_val_questions.json" "$data"/coco_train2014/*_questions.json "$data"/made/*/questions.json "$data/daquar/all_qa_pairs.txt"

# ---------------------------------------------------------------------- features

look() { # FOLDER BACKBONE SUFFIX OPTIONS -- SET..: as they are, and in a mirror
  local folder=$1 backbone=$2 suffix=$3 options=()
  shift 3
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  for set in "${@:2}"; do
    for mirror in '' -mirror; do
      local out="$folder/$set$suffix$mirror"
      [ -e "$out.f16" ] ||
        vqa prepare "${options[@]}" ${mirror:+-$mirror} --backbone "$backbone" --images "$data/$set/images" --out "$out"
    done
  done
}
photos=(coco coco_train2014 coco_boxed coco128)

# -------------------------------------------------------------------------- runs

# Each step wants the same memory again, which glibc would hand back after each.
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592
learn() { # RECIPE FEATURES RUN MORE..
  vqa train --recipe "$recipes/$1.toml" --data "$data" --features "$2" --out "runs/$3" \
    --vectors "$cache/backbone/glove.txt" "${@:4}"
}
# A command beside what comes next, and waiting for it. Nothing is left running, whatever fails.
trap wait EXIT
beside() { # LOG COMMAND..
  log="runs/$1.log"
  "${@:2}" >"$log" 2>&1 &
  other=$!
}
joined() { wait "$other" || { cat "$log" && exit 1; }; }
twice() { # RECIPE FEATURES FROM RUN SEED SEED: two runs at a time, and their mean
  local -x RAYON_NUM_THREADS=1 # a processor each
  beside "$1-$5" learn "$1" "$2" "$1-$5" --from "runs/$3" --seed "$5"
  learn "$1" "$2" "$1-$6" --from "runs/$3" --seed "$6"
  joined
  [ -e "runs/$4/best.bpk" ] || lab soup --run "runs/$1-$5" --run "runs/$1-$6" --out "runs/$4"
}

# The eyes, together with a first network.
published="$here/assets/easy-vqa/backbone.bpk"
look maps "$published" -maps --maps -- "${photos[@]}"
learn eyes maps eyes --backbone "$published" --devices 2
eyes=runs/eyes/backbone.bpk

# The network, on the features of these eyes; meanwhile they look at finer photos.
look features "$eyes" '' -- "${photos[@]}" daquar
beside finer look finer "$eyes" '' --size 288 -- "${photos[@]}" daquar
learn web features web --from runs/eyes
joined

twice finer finer web finer-once 31 32
twice finer finer finer-once finer 33 34

# ------------------------------------------------------------------------- model

rm -rf model
vqa export --run runs/finer --backbone "$eyes" --out model
dev() { echo "--questions $data/coco/vqa2_$1_dev_questions.json --annotations $data/coco/vqa2_$1_dev_annotations.json"; }
# shellcheck disable=SC2046 # options, each a word
vqa calibrate --model model --images "$data/coco/images" $(dev exact) $(dev derived) \
  --labels "$data/coco/labels80.json" --only-photos "$new" --unsure-below 0.2
