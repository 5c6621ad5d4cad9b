"""Makes golden/metrics.json: random sets of features with the figures that CLIP_benchmark's own
functions and scikit-learn give them.

usage: make_metric_goldens.py CLIP_BENCHMARK_CHECKOUT OUTPUT.json
needs: torch, scikit-learn, tqdm, and a checkout of github.com/LAION-AI/CLIP_benchmark

torch.topk and torch.sort leave the order of equal scores open. Where a figure depends on that, the
case is marked "tied": its figures are those of the same functions with equal scores in the order of
their indices, and the unchanged figure is checked here to lie between the worst and the best order.
"""
import contextlib
import io
import json
import math
import sys
import warnings

import numpy as np
import sklearn.metrics as sk
import torch
from sklearn.calibration import calibration_curve

sys.path.insert(0, sys.argv[1])
from clip_benchmark.metrics import image_caption_selection, zeroshot_classification, zeroshot_retrieval

warnings.filterwarnings("ignore")
TOPK, SORT = torch.topk, torch.sort

# NumPy 2.4 refuses float(array of one element), which their accuracy() does.
zeroshot_classification.float = lambda x: float(np.asarray(x).item())


def stable_topk(x, k, dim=-1, largest=True, sorted=True):
    values, indices = SORT(x, dim=dim, descending=True, stable=True)
    return values.narrow(dim, 0, k), indices.narrow(dim, 0, k)


def stable_sort(x, dim=-1, descending=False):
    return SORT(x, dim=dim, descending=descending, stable=True)


@contextlib.contextmanager
def stable():
    method = torch.Tensor.topk
    torch.topk, torch.Tensor.topk, torch.sort = stable_topk, stable_topk, stable_sort
    try:
        yield
    finally:
        torch.topk, torch.Tensor.topk, torch.sort = TOPK, method, SORT


class Model:
    """Pictures are their own features, texts are indices of features."""

    def __init__(self, texts):
        self.texts = texts

    def encode_image(self, images):
        return images.flatten(1)

    def encode_text(self, indices):
        return self.texts[indices]


class Loader:
    def __init__(self, batches, classes=()):
        self.batches = batches
        self.dataset = type("Set", (), {"classes": list(classes)})

    def __iter__(self):
        return iter(self.batches)


def run(function, *args, **kwargs):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return function(*args, device="cpu", amp=False, **kwargs)


def vectors(rng, count, kind):
    """Random numbers, or vectors of signs: their norms and products are exact in float32, whatever
    the order of summation, so that equal scores are equal for everyone."""
    if kind == "random":
        return rng.standard_normal((count, 6)).round(4).astype(np.float32)
    x = rng.choice(np.array([-1, 1], np.float32), (count, 16))
    if kind == "duplicates" and count > 3:
        x[rng.integers(0, count, count // 2)] = x[rng.integers(0, count, count // 2)]
    return x


def plain(values):
    return [[float(v) for v in row] for row in values]


def number(value):
    return None if math.isnan(value) else float(value)


def both(function, bounds):
    """The figures, and whether they hang on the order of equal scores."""
    free = function()
    with stable():
        fixed = function()
    tied = any(abs(free[k] - fixed[k]) > 1e-9 for k in free if not math.isnan(free[k]))
    low, high = bounds()
    for key, value in free.items():
        if key in low:
            assert low[key] - 1e-6 <= value <= high[key] + 1e-6, (key, low[key], value, high[key])
    return {k: number(v) for k, v in fixed.items()}, tied


def classification(rng, n, k, templates, kind, labels):
    images, texts = vectors(rng, n, kind), vectors(rng, k * templates, kind)
    y = np.asarray(labels(rng, n, k))
    model = Model(torch.tensor(texts))
    names = [f"{c}" for c in range(k)]

    def tokenizer(prompts):
        return torch.tensor([int(c) * templates + int(t) for t, c in (p.split() for p in prompts)])

    loader = Loader([(torch.tensor(images[i : i + 7]), torch.tensor(y[i : i + 7])) for i in range(0, n, 7)], names)
    patterns = [f"{t} {{c}}" for t in range(templates)]

    def figures():
        return run(zeroshot_classification.evaluate, model, loader, tokenizer, names, patterns)

    with contextlib.redirect_stderr(io.StringIO()):
        classifier = zeroshot_classification.zero_shot_classifier(model, tokenizer, names, patterns, "cpu", False)
    logits, _ = run(zeroshot_classification.run_classification, model, classifier, loader)
    own = logits[torch.arange(n), torch.tensor(y)][:, None]
    better, equal = (logits > own).sum(1), (logits == own).sum(1) - 1

    def bounds():
        low = {"acc1": (better + equal < 1), "acc5": (better + equal < 5)}
        high = {"acc1": better < 1, "acc5": better < 5}
        mean = lambda d: {key: v.float().mean().item() for key, v in d.items() if key == "acc1" or k >= 5}
        return mean(low), mean(high)

    expected, tied = both(figures, bounds)
    prediction = logits.argmax(1).numpy()
    shown = list(range(k))
    precision, recall, f1, support = sk.precision_recall_fscore_support(
        y, prediction, labels=shown, zero_division=0
    )
    scaled = torch.softmax(logits.double() * 0.05, 1)
    confidence, right = scaled.max(1).values.numpy(), (prediction == y).astype(int)
    truths, means = calibration_curve(right, confidence, n_bins=15) if n > 1 else ([], [])
    return {
        "images": plain(images),
        "texts": plain(texts),
        "templates": templates,
        "labels": y.tolist(),
        "numClasses": k,
        "tied": tied,
        "metrics": expected,
        "balancedAccuracy": float(sk.balanced_accuracy_score(y, prediction)),
        "confusion": sk.confusion_matrix(y, prediction, labels=shown).tolist(),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "nllAtScale5": float(sk.log_loss(y, scaled.numpy(), labels=shown)) if k > 1 else 0.0,
        "reliability": [[float(m), float(t)] for m, t in zip(means, truths)],
    }


def multilabel(rng, n, k, kind, share):
    images, texts = vectors(rng, n, kind), vectors(rng, k, kind)
    y = (rng.random((n, k)) < share).astype(np.int64)
    model = Model(torch.tensor(texts))
    names = [f"{c}" for c in range(k)]
    loader = Loader([(torch.tensor(images), torch.tensor(y))], names)

    def tokenizer(prompts):
        return torch.tensor([int(p) for p in prompts])

    unit = lambda x: torch.nn.functional.normalize(torch.tensor(x), dim=-1)
    scores = (unit(images) @ unit(texts).T).numpy()

    def figures():
        return run(zeroshot_classification.evaluate, model, loader, tokenizer, names, ["{c}"])

    def ordered(c, hits_first):
        order = np.lexsort((y[:, c] * (-1 if hits_first else 1), -scores[:, c]))
        truth = y[order, c].astype(bool)
        return (truth.cumsum() / np.arange(1, n + 1))[truth].sum() / max(truth.sum(), 1)

    def bounds():
        mean = lambda hits_first: float(np.mean([ordered(c, hits_first) for c in range(k)]))
        return {"mean_average_precision": mean(False)}, {"mean_average_precision": mean(True)}

    expected, tied = both(figures, bounds)
    distinct = all(len(set(scores[:, c])) == n for c in range(k))
    averages = [float(sk.average_precision_score(y[:, c], scores[:, c])) if y[:, c].any() else 0.0 for c in range(k)]
    return {
        "images": plain(images),
        "texts": plain(texts),
        "labels": [np.flatnonzero(row).tolist() for row in y],
        "tied": tied,
        "metrics": expected,
        "sklearn": averages if distinct else None,
    }


def retrieval(rng, n, captions, kind, ks):
    counts = captions(rng, n)
    owner = np.repeat(np.arange(n), counts)
    images, texts = vectors(rng, n, kind), vectors(rng, len(owner), kind)
    model = Model(torch.tensor(texts))
    numbers = [np.flatnonzero(owner == i).tolist() for i in range(n)]
    loader = Loader([(torch.tensor(images[i : i + 5]), numbers[i : i + 5]) for i in range(0, n, 5)])

    def figures():
        return run(zeroshot_retrieval.evaluate, model, loader, torch.tensor, recall_k_list=ks)

    unit = lambda x: torch.nn.functional.normalize(torch.tensor(x), dim=-1)
    scores = unit(texts) @ unit(images).T
    own = scores[torch.arange(len(owner)), torch.tensor(owner)][:, None]
    better, equal = (scores > own).sum(1), (scores == own).sum(1) - 1

    def bounds():
        key = "image_retrieval_recall@{}".format
        low = {key(k): (better + equal < k).float().mean().item() for k in ks}
        high = {key(k): (better < k).float().mean().item() for k in ks}
        return low, high

    expected, tied = both(figures, bounds)
    return {
        "images": plain(images),
        "texts": plain(texts),
        "captionImage": owner.tolist(),
        "ks": ks,
        "tied": tied,
        "metrics": expected,
    }


def selection(rng, n, nim, nt, kind):
    images, texts = vectors(rng, n * nim, kind), vectors(rng, n * nt, kind)
    model = Model(torch.tensor(texts))
    pixels = torch.tensor(images).reshape(n, nim, 1, 1, -1)
    batches = [
        (pixels[i : i + 4] if nim > 1 else pixels[i : i + 4, 0], [list(range(j * nt, j * nt + nt)) for j in range(i, min(n, i + 4))])
        for i in range(0, n, 4)
    ]
    expected = run(image_caption_selection.evaluate, model, Loader(batches), torch.tensor)
    return {
        "images": plain(images),
        "texts": plain(texts),
        "imagesPerTask": nim,
        "captionsPerTask": nt,
        "metrics": expected,
    }


def roc(rng, positives, negatives, kind):
    a = rng.normal(0.5, 1, positives).round(1 if kind == "quantised" else 6)
    b = rng.normal(0, 1, negatives).round(1 if kind == "quantised" else 6)
    truth, score = np.r_[np.ones(positives), np.zeros(negatives)], np.r_[a, b]
    fpr, tpr, thresholds = sk.roc_curve(truth, score, drop_intermediate=False)
    return {
        "positives": a.tolist(),
        "negatives": b.tolist(),
        "area": float(sk.roc_auc_score(truth, score)),
        "points": [[float(t), float(p), float(f)] for t, p, f in zip(thresholds[1:], tpr[1:], fpr[1:])],
    }


def main():
    rng = np.random.default_rng(20261124)
    uniform = lambda r, n, k: r.integers(0, k, n)
    absent = lambda r, n, k: 2 * r.integers(0, (k + 1) // 2, n)
    one = lambda r, n, k: np.full(n, k // 2)
    skewed = lambda r, n, k: np.minimum(r.geometric(0.4, n) - 1, k - 1)
    each = lambda count: lambda r, n: np.full(n, count)
    uneven = lambda r, n: r.integers(1, 8, n)
    some_none = lambda r, n: r.integers(0, 4, n)
    cases = {
        "classification": [
            classification(rng, n, k, t, kind, labels)
            for n, k, t, kind, labels in [
                (40, 10, 1, "random", uniform),
                (40, 10, 4, "random", uniform),
                (60, 12, 3, "random", absent),
                (25, 7, 2, "random", one),
                (30, 4, 2, "random", uniform),
                (20, 2, 1, "random", skewed),
                (12, 1, 2, "random", uniform),
                (60, 12, 1, "quantised", uniform),
                (50, 9, 1, "quantised", skewed),
                (40, 20, 1, "duplicates", absent),
                (1, 6, 1, "random", uniform),
            ]
        ],
        "multilabel": [
            multilabel(rng, n, k, kind, share)
            for n, k, kind, share in [
                (40, 5, "random", 0.3),
                (40, 8, "random", 0.05),
                (30, 6, "quantised", 0.4),
                (20, 4, "duplicates", 0.5),
                (15, 3, "random", 1.0),
                (15, 3, "random", 0.0),
            ]
        ],
        "retrieval": [
            retrieval(rng, n, captions, kind, ks)
            for n, captions, kind, ks in [
                (40, each(1), "random", [1, 5, 10]),
                (40, each(5), "random", [1, 5, 10]),
                (30, uneven, "random", [1, 3, 5]),
                (30, some_none, "random", [1, 5]),
                (40, each(2), "quantised", [1, 5, 10]),
                (30, uneven, "duplicates", [1, 5]),
                (5, each(20), "random", [1, 5]),
                (1, each(6), "random", [1]),
            ]
        ],
        "selection": [
            selection(rng, n, nim, nt, kind)
            for n, nim, nt, kind in [
                (40, 1, 2, "random"),
                (40, 2, 2, "random"),
                (30, 2, 2, "quantised"),
                (20, 3, 5, "random"),
                (20, 1, 4, "duplicates"),
            ]
        ],
        "roc": [roc(rng, 40, 30, "random"), roc(rng, 50, 60, "quantised"), roc(rng, 1, 1, "random")],
    }
    for kind in ("classification", "multilabel", "retrieval"):
        print(kind, [case["tied"] for case in cases[kind]])
    with open(sys.argv[2], "w") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


main()
