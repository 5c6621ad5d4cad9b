"""Writes what open_clip itself builds for each architecture that jclip knows by name.

A row of the table: the name, the number of learned parameters of the image tower, of the text tower
(the scale of the logits belongs to neither), and a SHA-256 over the sorted lines "NAME SHAPE" of the
state dictionary, SHAPE being numbers joined by "x". Counters, masks and text decoders are left out.
The models are built on torch's meta device, so the largest costs no memory.

Usage: python make_architectures.py   (writes beside the tests' resources; needs open_clip and torch)
"""

import hashlib
import json
import pathlib

import open_clip
import torch

ROOT = pathlib.Path(__file__).resolve().parents[4]
NAMES = ROOT / "core/src/main/resources/dev/jclip/config/catalog/architectures.json"
TABLE = ROOT / "engine/src/test/resources/dev/jclip/model/clip/architectures.csv"
LEFT_OUT = ("num_batches_tracked", "attn_mask")


def build(name):
    config = open_clip.get_model_config(name)
    custom = config.pop("custom_text", False)
    model = open_clip.CustomTextCLIP
    if "multimodal_cfg" in config:
        model = open_clip.CoCa
    elif not custom:
        model = open_clip.CLIP
    with torch.device("meta"):
        return model(**config)


def standard_name(key):
    """Some classes keep the text tower below "text."; jclip knows one name for each tensor."""
    return key.removeprefix("text.")


def row(name):
    model = build(name)
    tensors = {
        standard_name(key): tensor
        for key, tensor in model.state_dict().items()
        if not key.endswith(LEFT_OUT) and not key.startswith("text_decoder.")
    }
    learned = {
        standard_name(key): tensor.numel()
        for key, tensor in model.named_parameters()
        if not key.startswith("text_decoder.")
    }
    image = sum(count for key, count in learned.items() if key.startswith("visual."))
    logit = sum(count for key, count in learned.items() if key.startswith("logit_"))
    text = sum(learned.values()) - image - logit
    lines = sorted(
        f"{key} {'x'.join(str(side) for side in tensor.shape)}\n" for key, tensor in tensors.items()
    )
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    return f"{name},{image},{text},{digest}\n"


def main():
    names = list(json.loads(NAMES.read_text()))
    with open(TABLE, "w", encoding="utf-8") as table:
        table.write("name,image,text,tensors\n")
        for name in names:
            table.write(row(name))


if __name__ == "__main__":
    main()
