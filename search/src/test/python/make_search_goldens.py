"""Makes the reference values of relevance, computed by NumPy and SciPy from the definitions.

Usage: python make_search_goldens.py OUT.json   (needs numpy and scipy)
"""

import json
import sys

import numpy as np
from scipy import stats

DIMENSION = 8
PICTURES = 60
PROBES = 40
QUERIES = 10


def unit(rows):
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32)


def lower_half(values):
    """The median and a deviation told by the lowest tenth."""
    median, low = np.quantile(values, [0.5, 0.1])
    return median, max(1e-6, (median - low) / stats.norm.ppf(0.9))


def usual(picture, probes):
    """The mean similarity of the nearest tenth of the probes."""
    similarities = np.sort(probes @ picture)
    return similarities[-int(np.ceil(len(similarities) / 10)):].mean()


def relevances(pictures, probes, queries):
    pictures, probes, queries = (a.astype(np.float64) for a in (pictures, probes, queries))
    excesses, levels = [], []
    for i, probe in enumerate(probes):
        similarities = pictures @ probe
        best = similarities.argmax()
        others = np.delete(probes, i, axis=0)
        excesses.append(similarities[best] - usual(pictures[best], others))
        levels.append(similarities.mean())
    excesses, levels = np.array(excesses), np.array(levels)
    slope = stats.theilslopes(excesses, levels)[0]
    of_excess = lower_half(excesses)
    of_rest = lower_half(excesses - slope * levels)

    def better(excess, level):
        alone = (excess - of_excess[0]) / of_excess[1]
        return np.maximum(alone, (excess - slope * level - of_rest[0]) / of_rest[1])

    of_better = lower_half(better(excesses, levels))
    exponent = np.log(0.5) / np.log(0.75)
    result = []
    for query in queries:
        similarities = pictures @ query
        excess = similarities - np.array([usual(picture, probes) for picture in pictures])
        reached = better(excess, similarities.mean())
        result.append(stats.norm.cdf(reached, *of_better) ** exponent)
    return np.array(result)


def upper_probabilities(values, at):
    """A mixture of two normal distributions by expectation maximisation."""
    values = np.sort(values).astype(np.float64)
    variance = max(1e-6, values.var() / 2)
    weights = [0.8, 0.2]
    means = [values[len(values) // 2], values[int(0.98 * (len(values) - 1))]]
    variances = [variance, variance]

    def densities(x):
        return [w * stats.norm.pdf(x, m, np.sqrt(v)) for w, m, v in zip(weights, means, variances)]

    for _ in range(60):
        lower, upper = densities(values)
        shares = upper / (lower + upper)
        for part, share in ((1, shares), (0, 1 - shares)):
            total = share.sum() + 1e-9
            weights[part] = total / len(values)
            means[part] = (share * values).sum() / total
            variances[part] = 1e-6 + (share * (values - means[part]) ** 2).sum() / total
    lower, upper = densities(at)
    return means, upper / (lower + upper)


def main():
    random = np.random.default_rng(23)
    pictures = unit(random.normal(size=(PICTURES, DIMENSION)) + 0.5)
    probes = unit(random.normal(size=(PROBES, DIMENSION)) + 0.3)
    queries = unit(random.normal(size=(QUERIES, DIMENSION)) + 0.3)
    mixture = np.concatenate(
        [random.normal(0.2, 0.05, 180), random.normal(0.38, 0.03, 20)]).astype(np.float32)
    means = upper_probabilities(mixture, np.array([0.0]))[0]
    at = np.linspace(means[0], means[1], 9)  # beyond the means, the nearer one's share holds
    sample = random.gamma(2, 1, 31)
    median, deviation = lower_half(sample)
    golden = {
        "pictures": pictures.tolist(),
        "probes": probes.tolist(),
        "queries": queries.tolist(),
        "relevances": relevances(pictures, probes, queries).tolist(),
        "mixture": mixture.tolist(),
        "at": at.tolist(),
        "upperProbabilities": upper_probabilities(mixture, at)[1].tolist(),
        "sample": sample.tolist(),
        "lowerHalf": {"mean": median, "deviation": deviation},
    }
    with open(sys.argv[1], "w") as out:
        json.dump(golden, out)


main()
