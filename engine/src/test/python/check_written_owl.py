"""Loads an OWL model that jclip wrote with transformers and compares what it computes with what the original did.

usage: check_written_owl.py EXPECTED.safetensors FOLDER
"""

import sys

import torch
from safetensors.torch import load_file
from transformers import AutoConfig, AutoImageProcessor, Owlv2ForObjectDetection, OwlViTForObjectDetection

BOUND = 1e-5

expected = load_file(sys.argv[1])
folder = sys.argv[2]
kind = Owlv2ForObjectDetection if AutoConfig.from_pretrained(folder).model_type == "owlv2" else OwlViTForObjectDetection
model, info = kind.from_pretrained(folder, output_loading_info=True)
assert not info["missing_keys"] and not info["unexpected_keys"], info
AutoImageProcessor.from_pretrained(folder)
with torch.no_grad():
    found = model.eval()(input_ids=expected["input_ids"], pixel_values=expected["pixel_values"])
for name in ("logits", "pred_boxes", "class_embeds", "text_embeds"):
    error = ((found[name] - expected[name]).norm() / expected[name].norm()).item()
    print(name, error)
    assert error <= BOUND, (name, error)
