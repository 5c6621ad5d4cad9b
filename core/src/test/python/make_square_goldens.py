"""What OWLv2's own preprocessing makes of pictures of several sizes, before they are normalised.

    python make_square_goldens.py SQUARE.csv

Each line: width, height, side, fill, and the samples of [side, side, 3]. The pictures are those of
make_resize_goldens.py. Made with SciPy 1.17 by the steps of scenic and of transformers' image processor.
"""
import sys

import numpy as np
import scipy.ndimage as ndi

CASES = [(23, 17, 8, 0.0), (23, 17, 8, 0.5), (5, 40, 7, 0.5), (90, 2, 6, 0.25), (10, 9, 14, 0.0), (1, 1, 3, 0.5), (64, 64, 5, 0.0), (7, 7, 7, 0.5), (3, 2, 1, 0.5), (31, 47, 46, 1.0)]


def picture(w, h):
    i = np.arange(1, 3 * w * h + 1, dtype=np.uint64)
    return ((i * 2654435761) % 2**32 >> 24).astype(np.uint8).reshape(h, w, 3)


def scaled(image, side, fill):
    a = image.astype(np.float32) / np.float32(255)
    longer = max(a.shape[:2])
    a = np.pad(a, ((0, longer - a.shape[0]), (0, longer - a.shape[1]), (0, 0)), constant_values=fill)
    factor = np.divide(a.shape, (side, side, 3))
    smooth = ndi.gaussian_filter(a, np.maximum(0, (factor - 1) / 2), cval=0, mode="mirror")
    out = ndi.zoom(smooth, [1 / f for f in factor], order=1, mode="mirror", cval=0, grid_mode=True)
    return np.clip(out, a.min(), a.max())


with open(sys.argv[1], "w") as out:
    for w, h, side, fill in CASES:
        samples = scaled(picture(w, h), side, fill)
        assert samples.shape == (side, side, 3)
        out.write(",".join([str(w), str(h), str(side), str(fill)] + ["%.7g" % v for v in samples.ravel()]) + "\n")
