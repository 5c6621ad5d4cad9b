"""Takes from the published heads and their reference values what the tests of heads need.

Usage: python make_head_goldens.py SHARED OUT   (needs numpy, torch and safetensors)

SHARED/golden-models holds the heads as they are published. Of the safety checker only the concepts are kept, with the
embeddings of its images and what the reference says of them. The five layers of the aesthetic predictor are narrow
ones with random weights, computed here in float64, since the published widths take much space.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

WIDTHS = [16, 12, 8, 6, 4, 1]
LAYERS = [0, 2, 4, 6, 7]


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def safety_checker(source, out):
    tensors = load_file(source / "model.safetensors")
    kept = {name: tensor for name, tensor in tensors.items() if name.startswith(("concept_", "special_care_"))}
    save_file(kept, out / "safety-checker.safetensors")
    embeddings = load_file(source / "expected.safetensors")["image_embeds"]
    save_file({"embeddings": unit(embeddings)}, out / "safety-checker-expected.safetensors")
    expected = json.loads((source / "expected.json").read_text())["pictures"]
    keys = ("special_scores", "concept_scores", "flagged")
    kept = [{key: picture[key] for key in keys} for picture in expected]
    (out / "safety-checker-expected.json").write_text(json.dumps(kept) + "\n")


def nsfw(source, out):
    for name in ("b32.safetensors", "b32-columns.json", "b32-expected.safetensors"):
        shutil.copyfile(source / name, out / name)


def aesthetic(source, out):
    shutil.copyfile(source / "sa_0_4_small_linear.pth", out / "aesthetic-linear.pth")
    expected = load_file(source / "expected.safetensors")
    embeddings = expected["embeddings"]
    rng = np.random.default_rng(25)
    state = {}
    values = embeddings.astype(np.float64)
    for layer, inputs, outputs in zip(LAYERS, WIDTHS, WIDTHS[1:]):
        weight = rng.normal(0, inputs**-0.5, (outputs, inputs)).astype(np.float32)
        bias = rng.normal(0, 0.1, outputs).astype(np.float32)
        state[f"layers.{layer}.weight"] = torch.from_numpy(weight)
        state[f"layers.{layer}.bias"] = torch.from_numpy(bias)
        values = values @ weight.T.astype(np.float64) + bias
    torch.save(state, out / "aesthetic-five-layers.pth")
    save_file(
        {
            "embeddings": embeddings,
            "linear": expected["linear_scores"].ravel().copy(),
            "five_layers": values.ravel().astype(np.float32),
        },
        out / "aesthetic-expected.safetensors",
    )


def main():
    source, out = Path(sys.argv[1]) / "golden-models", Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    safety_checker(source / "sd-safety-checker", out)
    nsfw(source / "laion-nsfw", out)
    aesthetic(source / "laion-aesthetic", out)


main()
