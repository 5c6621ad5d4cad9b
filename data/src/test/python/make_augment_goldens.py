"""Makes the goldens of dev.jclip.data.augment: colours and crops of torchvision over Pillow.

Needs torchvision, numpy and Pillow. Usage: python make_augment_goldens.py OUTPUT.zip
Entries: NAME.rgb is width, height (int32, little endian) and [height, width, 3]; NAME is the
operation and its arguments, joined by "_". "all" is SHA-256 of an operation on all 2^24 colours.
"""
import hashlib
import struct
import sys
import zipfile

import numpy as np
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

COLOURS = {
    "brightness": F.adjust_brightness,
    "contrast": F.adjust_contrast,
    "saturation": F.adjust_saturation,
    "hue": F.adjust_hue,
}
FACTORS = {
    "brightness": [0, 0.3, 0.8123, 1, 1.2, 1.7777, 3],
    "contrast": [0, 0.25, 0.9, 1, 1.31, 2.5],
    "saturation": [0, 0.1, 0.77, 1, 1.2, 1.9, 4],
    "hue": [-0.5, -0.33, -0.1, -0.003, 0, 0.001, 0.05, 0.2, 0.4999, 0.5],
}
BOXES = [(0, 0, 60, 80), (3, 5, 50, 61), (10, 0, 20, 80), (7, 9, 31, 32), (59, 79, 1, 1), (2, 2, 32, 70)]


def packed(image):
    return struct.pack("<ii", *image.size) + np.asarray(image, np.uint8).tobytes()


def smooth(width, height):
    y, x = np.mgrid[0:height, 0:width]
    planes = [127 + 120 * np.sin(x / 7 + c) * np.cos(y / (5 + c)) for c in range(3)]
    return Image.fromarray(np.stack(planes, -1).astype(np.uint8), "RGB")


def main(path):
    random = np.random.default_rng(1)
    noise = Image.fromarray(random.integers(0, 256, (20, 24, 3), dtype=np.uint8), "RGB")
    dark = Image.fromarray(random.integers(0, 7, (9, 11, 3), dtype=np.uint8), "RGB")
    entries = {"noise": packed(noise), "dark": packed(dark), "smooth": packed(smooth(60, 80))}
    for source, image in {"noise": noise, "dark": dark}.items():
        for name, operation in COLOURS.items():
            for factor in FACTORS[name]:
                entries[f"{name}_{source}_{factor}"] = packed(operation(image, factor))
        entries[f"grey_{source}"] = packed(F.to_grayscale(image, 3))
        entries[f"mirror_{source}"] = packed(F.hflip(image))
    for left, top, width, height in BOXES:
        for mode in ("bicubic", "bilinear"):
            crop = F.resized_crop(
                smooth(60, 80), top, left, height, width, [32, 32], InterpolationMode(mode))
            entries[f"crop_smooth_{left}_{top}_{width}_{height}_{mode}"] = packed(crop)
    codes = np.arange(1 << 24, dtype=np.uint32)
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], -1).astype(np.uint8)
    all_colours = Image.fromarray(colours.reshape(4096, 4096, 3), "RGB")
    for name, factor in (("hue", 0.1), ("hue", -0.27), ("saturation", 1.37), ("grey", 0)):
        operation = COLOURS.get(name, lambda image, _: F.to_grayscale(image, 3))
        digest = hashlib.sha256(operation(all_colours, factor).tobytes()).hexdigest()
        entries[f"all_{name}_{factor}"] = digest.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(entries.items()):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


main(sys.argv[1])
