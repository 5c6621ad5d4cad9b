"""Loads checkpoints that jclip wrote with transformers or open_clip and compares their features.

usage: check_written.py EXPECTED.safetensors FOLDER...

A folder with open_clip_config.json is loaded by open_clip, another one by transformers. Prints one line
a folder and fails when a relative error exceeds 1e-5.
"""

import json
import pathlib
import sys

import open_clip
import torch
from safetensors.torch import load_file
from transformers import CLIPModel

BOUND = 1e-5


def error(actual, expected):
    return ((actual - expected).norm() / expected.norm()).item()


def by_transformers(folder, pixels, ids):
    model, info = CLIPModel.from_pretrained(folder, output_loading_info=True)
    assert not info["missing_keys"] and not info["unexpected_keys"], info
    model.eval()
    image = model.visual_projection(model.vision_model(pixel_values=pixels).pooler_output)
    text = model.text_projection(model.text_model(input_ids=ids).pooler_output)
    return image, text


def by_open_clip(folder, pixels, ids):
    config = json.loads((folder / "open_clip_config.json").read_text())["model_cfg"]
    kind = open_clip.CustomTextCLIP if config.pop("custom_text", False) else open_clip.CLIP
    model = kind(**config).eval()
    model.load_state_dict(load_file(folder / "open_clip_model.safetensors"), strict=True)
    return model.encode_image(pixels), model.encode_text(ids)


def main():
    expected = load_file(sys.argv[1])
    worst = 0.0
    for name in sys.argv[2:]:
        folder = pathlib.Path(name)
        load = by_open_clip if (folder / "open_clip_config.json").exists() else by_transformers
        with torch.no_grad():
            image, text = load(folder, expected["pixel_values"], expected["input_ids"])
        if "image_embeds" in expected:
            image, text = (v / v.norm(dim=-1, keepdim=True) for v in (image, text))
            errors = error(image, expected["image_embeds"]), error(text, expected["text_embeds"])
        else:
            errors = error(image, expected["image_features"]), error(text, expected["text_features"])
        print(f"{load.__name__} {folder.name}: image {errors[0]:.2e} text {errors[1]:.2e}")
        worst = max(worst, *errors)
    sys.exit(0 if worst <= BOUND else 1)


main()
