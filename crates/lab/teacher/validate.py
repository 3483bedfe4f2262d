"""How good the teacher is, on photos whose boxes people drew.

    python3 validate.py --detections NAME.json --boxes boxes.json

`--detections` is what detect.py wrote of the photos, `--boxes` a JSON object
{"photo": [[class 0..79, centre x, centre y, width, height], ..], ..}. Prints,
for several scores: how often a class that is named is there, how many of the
classes that are there are named, how often the count of a class is right, and
how often a class that is not even suspected is absent.
"""

import argparse
import json
import pathlib

SUSPECTED = 0.2
MOST_COUNTED = 6
N_CLASSES = 80


def row(seen, truth, sure):
    named = named_right = there = counted = counted_right = absent = absent_right = 0
    for photo, boxes in truth.items():
        classes = {int(box[0]) for box in boxes}
        found = {one[0] for one in seen[photo] if one[1] >= sure}
        there += len(classes)
        named += len(found)
        named_right += len(found & classes)
        scores = {}
        for one in seen[photo]:
            if one[1] >= SUSPECTED:
                scores.setdefault(one[0], []).append(one[1])
        for name, of_class in scores.items():
            if min(of_class) >= sure and len(of_class) <= MOST_COUNTED:
                counted += 1
                counted_right += sum(int(box[0]) == name for box in boxes) == len(of_class)
        unsuspected = set(range(N_CLASSES)) - {one[0] for one in seen[photo]}
        absent += len(unsuspected)
        absent_right += len(unsuspected - classes)
    part = lambda n, of: f"{100 * n / max(of, 1):.1f} %"
    return [f"{sure}", part(named_right, named), part(named_right, there), f"{part(counted_right, counted)} of {counted}", part(absent_right, absent)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--detections", required=True)
    arguments.add_argument("--boxes", required=True)
    arguments = arguments.parse_args()
    seen = json.loads(pathlib.Path(arguments.detections).read_text())
    truth = {pathlib.Path(photo).stem: boxes for photo, boxes in json.loads(pathlib.Path(arguments.boxes).read_text()).items()}
    truth = {photo: boxes for photo, boxes in truth.items() if photo in seen}
    print(f"{len(truth)} photos\n\nscore | named and there | there and named | counts right | unsuspected and absent")
    for sure in (0.3, 0.5, 0.6, 0.7):
        print(" | ".join(row(seen, truth, sure)))


main()
