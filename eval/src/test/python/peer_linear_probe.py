"""scikit-learn's logistic regression on the features that `jclip eval linear-probe` cached.

usage: peer_linear_probe.py split SHARD TRAIN.tar TEST.tar     (two random halves of a shard)
       peer_linear_probe.py TRAIN_FEATURES TRAIN.tar TEST_FEATURES TEST.tar ATTRIBUTE C...
needs: scikit-learn, safetensors

Features are files of `--feature-root`. Prints one JSON object for each C, with features of norm 1.
"""
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


def read(features, shard, attribute):
    from safetensors.numpy import load_file

    x = load_file(features)["features"].astype(np.float64)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    with tarfile.open(shard) as tar:
        y = [json.load(tar.extractfile(m))[attribute] for m in tar if m.name.endswith(".json")]
    return x, np.array(y)


def main(train_features, train_shard, test_features, test_shard, attribute, *strengths):
    from sklearn.linear_model import LogisticRegression

    warnings.filterwarnings("ignore")
    x, y = read(train_features, train_shard, attribute)
    test_x, test_y = read(test_features, test_shard, attribute)
    for c in map(float, strengths):
        began = time.time()
        model = LogisticRegression(C=c, tol=1e-9, max_iter=20000).fit(x, y)
        seconds = time.time() - began
        scores = model.decision_function(x)
        if scores.ndim == 1:
            loss = np.logaddexp(0, -np.where(y == model.classes_[1], 1, -1) * scores).sum()
        else:
            largest = scores.max(1, keepdims=True)
            loss = (np.log(np.exp(scores - largest).sum(1)) + largest[:, 0]).sum()
            loss -= scores[np.arange(len(y)), np.searchsorted(model.classes_, y)].sum()
        print(
            json.dumps(
                {
                    "C": c,
                    "accuracy": float((model.predict(test_x) == test_y).mean()),
                    "objective": float(c * loss + 0.5 * (model.coef_**2).sum()),
                    "iterations": int(np.max(model.n_iter_)),
                    "seconds": seconds,
                }
            )
        )


if sys.argv[1] == "split":
    split(*sys.argv[2:5])
else:
    main(*sys.argv[1:])
