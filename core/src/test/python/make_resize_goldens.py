"""Checksums of what Pillow, torchvision, open_clip and transformers make of pictures of many sizes.

    python make_resize_goldens.py RESIZE.csv PREPROCESS.csv

Sample i of a picture is the high byte of the 32-bit product of i + 1 and 2654435761, so that the
tests can make the same pictures. Made with Pillow 12.3, torchvision 0.28, open_clip 3.3 and
transformers 5.18.
"""
import random
import sys
import warnings
import zlib

import numpy as np
from PIL import Image

warnings.simplefilter("ignore")
Image.MAX_IMAGE_PIXELS = None
random.seed(20261123)
FILTERS = {n: getattr(Image.Resampling, n) for n in ("NEAREST", "BOX", "BILINEAR", "HAMMING", "BICUBIC", "LANCZOS")}


def picture(w, h):
    i = np.arange(1, 3 * w * h + 1, dtype=np.uint64)
    return Image.fromarray(((i * 2654435761) % 2**32 >> 24).astype(np.uint8).reshape(h, w, 3))


def size():
    return random.choice([1, 2, 3, random.randrange(1, 40), random.randrange(1, 300)])


def resizes(path):
    sizes = [(1, 1, 1, 1), (1, 1, 7, 5), (300, 1, 1, 300), (1, 700, 3, 2), (640, 480, 224, 224), (50, 60, 224, 268), (1000, 3, 10, 200), (3, 2000, 64, 64), (224, 300, 224, 224), (300, 224, 224, 224), (17, 17, 17, 17)]
    sizes += [(size(), size(), size(), size()) for _ in range(60)]
    with open(path, "w") as out:
        for w, h, tw, th in sizes:
            for name, value in FILTERS.items():
                out.write(f"{w},{h},{tw},{th},{name},{zlib.crc32(picture(w, h).resize((tw, th), value).tobytes()):08x}\n")


def preprocess(path):
    from open_clip.constants import OPENAI_DATASET_MEAN, OPENAI_DATASET_STD
    from open_clip.transform import image_transform
    from torchvision.transforms import CenterCrop, Compose, InterpolationMode, Normalize, Resize, ToTensor
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
    shapes = [(640, 480), (480, 640), (500, 368), (333, 499), (224, 224), (223, 225), (50, 60), (1, 1), (17, 900), (1200, 31), (2, 300)]
    shapes += [(random.randrange(1, 700), random.randrange(1, 700)) for _ in range(9)]
    with open(path, "w") as out:
        def row(w, h, config, tensor):
            data = np.ascontiguousarray(tensor, dtype="<f4").tobytes()
            out.write(f"{w},{h},{config},{zlib.crc32(data):08x}\n")
        for w, h in shapes:
            im = picture(w, h)
            for side in (224, 65):
                row(w, h, f"{side};{side};SHORTEST;{side};BICUBIC;HALF_EVEN;0", image_transform(side, False)(im))
                row(w, h, f"{side};{side};SQUASH;{side};BILINEAR;HALF_EVEN;0", image_transform(side, False, resize_mode="squash", interpolation="bilinear")(im))
                row(w, h, f"{side};{side};SHORTEST;{side};BICUBIC;FLOOR;0", CLIPImageProcessorPil(size={"shortest_edge": side}, crop_size={"height": side, "width": side})(im, return_tensors="np")["pixel_values"][0])
            for tw, th in ((224, 224), (160, 96)):
                try:
                    row(w, h, f"{tw};{th};LONGEST;1;BICUBIC;HALF_EVEN;127", image_transform((th, tw), False, resize_mode="longest", fill_color=127)(im))
                except ValueError:
                    pass  # the short side would have no pixel
            row(w, h, "160;96;COVER;1;BICUBIC;HALF_EVEN;0", image_transform((96, 160), False)(im))
            row(w, h, "64;64;SHORTEST;80;BICUBIC;FLOOR;0", CLIPImageProcessorPil(size={"shortest_edge": 80}, crop_size={"height": 64, "width": 64})(im, return_tensors="np")["pixel_values"][0])
            tv = Compose([Resize(64, InterpolationMode.BICUBIC), CenterCrop((70, 90)), ToTensor(), Normalize(OPENAI_DATASET_MEAN, OPENAI_DATASET_STD)])
            row(w, h, "90;70;SHORTEST;64;BICUBIC;HALF_EVEN;0", tv(im))
        row(1, 1500, "224;224;SHORTEST;224;BICUBIC;HALF_EVEN;0", image_transform(224, False)(picture(1, 1500)))


resizes(sys.argv[1])
preprocess(sys.argv[2])
