"""scikit-learn's logistic regression on the features that `jclip eval linear-probe` cached.

usage: peer_linear_probe.py split SHARD TRAIN.tar TEST.tar     (two random halves of a shard)
       peer_linear_probe.py TRAIN_FEATURES TRAIN.tar TEST_FEATURES TEST.tar ATTRIBUTE C... [--raw] [--solver NAME]
                            [--iterations N] [--rounds N]
needs: scikit-learn, safetensors

Features are files of `--feature-root`, taken with norm 1, or as they are with --raw. Prints one JSON object for each
C and round; "slope" is the steepest of the objective divided by C N: it says whether scikit-learn came to the
minimum. SciPy ends after 15,000 evaluations, whatever --iterations says; a further round goes on from there.
"""
import argparse
import json
import random
import sys
import tarfile
import time
import warnings

import numpy as np


def split(shard, train, test):
    samples = {}
    with tarfile.open(shard) as tar:
        for member in tar:
            samples.setdefault(member.name.split(".")[0], []).append((member, tar.extractfile(member).read()))
    keys = sorted(samples)
    random.Random(0).shuffle(keys)
    import io

    for path, part in ((train, keys[: len(keys) // 2]), (test, keys[len(keys) // 2 :])):
        with tarfile.open(path, "w") as tar:
            for key in part:
                for member, data in samples[key]:
                    tar.addfile(member, io.BytesIO(data))


def read(features, shard, attribute, raw):
    from safetensors.numpy import load_file

    x = load_file(features)["features"].astype(np.float64)
    if not raw:
        x /= np.linalg.norm(x, axis=1, keepdims=True)
    with tarfile.open(shard) as tar:
        y = [json.load(tar.extractfile(m))[attribute] for m in tar if m.name.endswith(".json")]
    return x, np.array(y)


def judge(model, x, y, c):
    """The objective, and its steepest slope."""
    truth = y[:, None] == model.classes_
    weights, intercepts = model.coef_, model.intercept_
    penalty = 1.0
    if len(model.classes_) == 2:  # one vector: two opposite halves with twice the penalty
        weights, intercepts = np.vstack([-weights, weights]) / 2, np.hstack([-intercepts, intercepts]) / 2
        penalty = 2.0
    scores = x @ weights.T + intercepts
    scores -= scores.max(1, keepdims=True)
    sums = np.log(np.exp(scores).sum(1))
    residuals = np.exp(scores - sums[:, None]) - truth
    objective = c * (sums - scores[truth]).sum() + penalty * (weights**2).sum() / 2
    slope = np.abs(residuals.T @ x + penalty * weights / c).max() / len(y)
    return objective, max(slope, np.abs(residuals.sum(0)).max() / len(y))


def main():
    from sklearn.linear_model import LogisticRegression

    options = argparse.ArgumentParser()
    for name in ("train_features", "train_shard", "test_features", "test_shard", "attribute"):
        options.add_argument(name)
    options.add_argument("strengths", nargs="+", type=float)
    options.add_argument("--raw", action="store_true")
    options.add_argument("--solver", default="lbfgs")
    options.add_argument("--iterations", type=int, default=20000)
    options.add_argument("--rounds", type=int, default=1)
    given = options.parse_args()
    warnings.filterwarnings("ignore")
    x, y = read(given.train_features, given.train_shard, given.attribute, given.raw)
    test_x, test_y = read(given.test_features, given.test_shard, given.attribute, given.raw)
    for c in given.strengths:
        model = LogisticRegression(
            C=c, tol=1e-10, max_iter=given.iterations, solver=given.solver, warm_start=given.rounds > 1
        )
        seconds = iterations = 0
        for _ in range(given.rounds):
            began = time.time()
            model.fit(x, y)
            seconds += time.time() - began
            iterations += int(np.max(model.n_iter_))
            objective, slope = judge(model, x, y, c)
            print(
                json.dumps(
                    {
                        "C": c,
                        "accuracy": float((model.predict(test_x) == test_y).mean()),
                        "objective": float(objective),
                        "slope": float(slope),
                        "iterations": iterations,
                        "seconds": seconds,
                    }
                ),
                flush=True,
            )


if sys.argv[1] == "split":
    split(*sys.argv[2:5])
else:
    main()
