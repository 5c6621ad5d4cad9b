"""Makes the reference intervals of rates from SciPy's beta-binomial distribution.

Usage: python make_rate_goldens.py OUT.csv   (needs scipy)
"""

import sys

from scipy.stats import betabinom

IMAGES = [1, 2, 5, 10, 37, 100, 400, 1000, 3000]


def counts(images):
    return sorted({0, 1, 2, images // 200, images // 20, images // 3, images // 2, images - 2, images - 1, images})


def main():
    with open(sys.argv[1], "w") as out:
        print("beyond,images,low,high", file=out)
        for images in IMAGES:
            for beyond in counts(images):
                if not 0 <= beyond <= images:
                    continue
                low = 0 if beyond == 0 else betabinom.ppf(0.025, images, beyond, images - beyond + 1)
                high = images if beyond == images else betabinom.ppf(0.975, images, beyond + 1, images - beyond)
                print(f"{beyond},{images},{int(low)},{int(high)}", file=out)


main()
