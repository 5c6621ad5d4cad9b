"""Makes src/test/resources/golden/detection.jsonl.gz: random sets of boxes, a line each, with the twelve figures that pycocotools
computes of them, over all categories and of each.

usage: make_detection_goldens.py OUT.jsonl.gz [SEED [SETS]]
needs: numpy, pycocotools
"""
import contextlib
import gzip
import io
import json
import sys

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

out = sys.argv[1]
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261130
sets = int(sys.argv[3]) if len(sys.argv) > 3 else 200


def coco(dataset):
    made = COCO()
    made.dataset = dataset
    made.createIndex()
    return made


def box(rng, whole, side):
    values = [rng.uniform(0, 200), rng.uniform(0, 200), rng.uniform(1, side), rng.uniform(1, side)]
    return [float(round(v)) if whole else round(v, 2) for v in values]


def near(rng, whole, of):
    x, y, w, h = of
    amount = rng.choice([0, 0.03, 0.1, 0.25])
    moved = [x + amount * w * rng.normal(), y + amount * h * rng.normal(), max(1, w * (1 + amount * rng.normal())),
             max(1, h * (1 + amount * rng.normal()))]
    return [float(round(v)) if whole else round(v, 2) for v in moved]


def random_set(rng, kind):
    whole = rng.random() < 0.5  # whole numbers reach the thresholds of overlap exactly
    images = sorted(rng.choice(1000, size=int(rng.integers(1, 7)), replace=False).tolist())
    rng.shuffle(images)
    categories = rng.choice(90, size=int(rng.integers(1, 5)), replace=False).tolist()
    side = float(rng.choice([20, 60, 150]))
    truth, results = [], []
    for image in images:
        for category in categories:
            if rng.random() < 0.25:
                continue
            objects = [] if rng.random() < 0.15 else [box(rng, whole, side) for _ in range(int(rng.integers(1, 6)))]
            for of in objects:
                crowd = int(rng.random() < 0.15)
                area = of[2] * of[3] * (1 if rng.random() < 0.5 else float(rng.choice([0.25, 0.5, 0.75])))
                if rng.random() < 0.05:
                    area = float(rng.choice([1024, 9216]))  # on the border of two ranges
                truth.append(dict(id=len(truth) + 1, image_id=image, category_id=category, bbox=of, area=area, iscrowd=crowd))
            count = int(rng.integers(101, 140)) if kind == "many" and rng.random() < 0.3 else int(rng.integers(0, 7))
            for _ in range(count):
                of = near(rng, whole, objects[int(rng.integers(len(objects)))]) if objects and rng.random() < 0.75 \
                    else box(rng, whole, side)
                score = round(float(rng.random()), int(rng.choice([1, 1, 3])))  # one digit makes ties
                results.append(dict(image_id=image, category_id=category, bbox=of, score=score))
    rng.shuffle(results)
    if kind == "nothing found":
        results = []
    if kind == "nothing there":
        truth = []
    return dict(images=[dict(id=i, file_name=f"{i}.png") for i in images],
                categories=[dict(id=c, name=f"thing {c}") for c in categories], annotations=truth), results


def figures(evaluation, category=slice(None)):
    thresholds, areas, numbers = evaluation.params.iouThrs, range(4), range(3)

    def mean(values):
        values = values[values > -1]
        return float(values.mean()) if values.size else -1.0

    def ap(area, threshold=slice(None)):
        return mean(evaluation.eval["precision"][threshold, :, category, area, 2])

    def ar(area, number):
        return mean(evaluation.eval["recall"][:, category, area, number])

    return [ap(0), ap(0, 0), ap(0, 5), ap(1), ap(2), ap(3)] + [ar(0, n) for n in numbers] + [ar(a, 2) for a in areas if a]


with gzip.GzipFile(out, "wb", mtime=0) as lines:
    for number in range(sets):
        rng = np.random.default_rng([seed, number])
        kind = {0: "nothing found", 1: "nothing there"}.get(number % 40, "many" if number % 20 == 2 else "usual")
        truth, results = random_set(rng, kind)
        given = json.dumps(dict(truth=truth, results=results))
        found = [r | dict(id=i + 1, area=r["bbox"][2] * r["bbox"][3], iscrowd=0) for i, r in enumerate(results)]
        with contextlib.redirect_stdout(io.StringIO()):
            evaluation = COCOeval(coco(truth), coco(dict(images=truth["images"], categories=truth["categories"], annotations=found)),
                                  "bbox")
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
        stats = figures(evaluation)
        assert np.array_equal(stats, evaluation.stats), (stats, evaluation.stats)
        expected = dict(figures=stats, categories={int(c): figures(evaluation, k) for k, c in enumerate(evaluation.params.catIds)})
        lines.write((json.dumps(json.loads(given) | expected, separators=(",", ":")) + "\n").encode())
