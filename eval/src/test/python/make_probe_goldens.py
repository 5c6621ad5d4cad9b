"""Makes golden/probe.json: small classification sets with scikit-learn's logistic regressions.

usage: make_probe_goldens.py OUTPUT.json
needs: scikit-learn
"""
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression


def objective(model, x, y, c):
    scores = model.decision_function(x)
    if scores.ndim == 1:
        loss = np.logaddexp(0, -np.where(y == model.classes_[1], 1, -1) * scores).sum()
    else:
        place = np.searchsorted(model.classes_, y)
        loss = (np.log(np.exp(scores - scores.max(1, keepdims=True)).sum(1)) + scores.max(1)).sum()
        loss -= scores[np.arange(len(y)), place].sum()
    return c * loss + 0.5 * (model.coef_**2).sum()


def main():
    rng = np.random.default_rng(7)
    cases = []
    for n, d, k, c, kind in [
        (60, 5, 3, 1.0, "mixed"),
        (80, 12, 5, 0.316, "mixed"),
        (80, 12, 5, 1000.0, "mixed"),
        (50, 4, 2, 1.0, "mixed"),
        (50, 4, 2, 1e-3, "mixed"),
        (40, 20, 4, 1e4, "separable"),
        (60, 6, 3, 10.0, "skewed"),
        (60, 6, 4, 5.0, "far"),
        (60, 6, 3, 2.0, "constant"),
        (40, 3, 3, 1.0, "repeated"),
        (80, 4, 8, 1e-6, "skewed"),
        (80, 4, 8, 1e-3, "skewed"),
    ]:
        y = rng.integers(0, k, n) if kind != "skewed" else np.minimum(rng.geometric(0.6, n) - 1, k - 1)
        centres = rng.standard_normal((k, d)) * (6 if kind == "separable" else 1)
        x = centres[y] + rng.standard_normal((n, d))
        if kind == "far":
            x += 50
        if kind == "constant":
            x[:, 2] = 3
        if kind == "repeated":
            x[n // 2 :] = x[: n // 2]
        x = x.astype(np.float32).round(4).astype(np.float64)
        model = LogisticRegression(C=c, tol=1e-12, max_iter=200000).fit(x, y)
        cases.append(
            {
                "features": x.round(4).tolist(),
                "labels": y.tolist(),
                "c": c,
                "objective": float(objective(model, x, y, c)),
                "predictions": model.predict(x).tolist(),
            }
        )
    with open(sys.argv[1], "w") as file:
        json.dump(cases, file, separators=(",", ":"))
        file.write("\n")


main()
