"""The masks that transformers makes of a picture with the reference models of CLIPSeg.

    python make_clipseg_masks.py CLIPSEG_DIR PICTURE.jpg

Writes picture.safetensors into each folder below CLIPSEG_DIR: logits of two texts and of an example, which is the
picture's own left upper part. Images are prepared by the processor over Pillow. Made with transformers 5.18.
"""
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import AutoTokenizer, CLIPSegForImageSegmentation
from transformers.models.vit.image_processing_pil_vit import ViTImageProcessorPil

QUERIES = ["a cat", "the red ball"]
EXAMPLE = (0, 0, 48, 30)

for folder in sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if (p / "config.json").exists()):
    model = CLIPSegForImageSegmentation.from_pretrained(folder).eval()
    images = ViTImageProcessorPil.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    picture = Image.open(sys.argv[2]).convert("RGB")

    def pixels(image):
        return torch.as_tensor(np.asarray(images(image)["pixel_values"][0])).float()[None]

    ids = tokenizer(QUERIES, padding=True, return_tensors="pt")
    with torch.no_grad():
        words = model(**ids, pixel_values=pixels(picture).expand(2, -1, -1, -1)).logits
        like = model(conditional_pixel_values=pixels(picture.crop(EXAMPLE)), pixel_values=pixels(picture)).logits
    save_file(dict(words=words.contiguous(), like=like.reshape(1, *words.shape[1:]).contiguous()), str(folder / "picture.safetensors"))
    print(folder.name, words.shape, like.shape, float(words.min()), float(words.max()))
