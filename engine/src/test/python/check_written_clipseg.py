"""Loads a CLIPSeg model that jclip wrote with transformers and compares its masks with what the original's were.

usage: check_written_clipseg.py EXPECTED.safetensors FOLDER
"""

import sys

import torch
from safetensors.torch import load_file
from transformers import CLIPSegForImageSegmentation

BOUND = 1e-5

expected = load_file(sys.argv[1])
model, info = CLIPSegForImageSegmentation.from_pretrained(sys.argv[2], output_loading_info=True)
assert not info["missing_keys"] and not info["unexpected_keys"], info
with torch.no_grad():
    found = model.eval()(input_ids=expected["input_ids"], attention_mask=expected["attention_mask"], pixel_values=expected["pixel_values"])
error = ((found.logits - expected["logits"]).norm() / expected["logits"].norm()).item()
print("logits", error)
assert error <= BOUND, error
