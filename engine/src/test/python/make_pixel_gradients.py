"""Writes gradients of similarities along pixels, by the committed models of golden/models.

PyTorch's autograd in float64, stored as float32. Needs torch, open_clip, transformers, safetensors and numpy.

usage: make_pixel_gradients.py MODELS_DIR OUT.safetensors
"""

import json
import pathlib
import sys

import open_clip
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import CLIPModel

MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
CUTOUTS = [[0, 0, 16], [3, 5, 13], [7, 1, 9], [1, 13, 7], [11, 15, 5], [4, 0, 12]]
WEIGHTS = (1.0, -0.5, 2.25)
SCALE, BIAS = 2.5, -1.25
RESAMPLERS = {
    "ADAPTIVE_AVERAGE": lambda x, n: F.adaptive_avg_pool2d(x, n),
    "BILINEAR": lambda x, n: F.interpolate(x, size=(n, n), mode="bilinear", align_corners=False),
    "BILINEAR_ANTIALIASED": lambda x, n: F.interpolate(x, size=(n, n), mode="bilinear", align_corners=False, antialias=True),
    "BICUBIC_ANTIALIASED": lambda x, n: F.interpolate(x, size=(n, n), mode="bicubic", align_corners=False, antialias=True),
}


def cosine(u, t):
    return u @ t.T


def logit(u, t):
    return torch.tensor(SCALE, dtype=u.dtype).exp() * (u @ t.T) + BIAS


def spherical(u, t):
    return (u[:, None] - t[None]).norm(dim=-1).div(2).arcsin().pow(2).mul(2)


MEASURES = {"COSINE": cosine, "LOGIT": logit, "SPHERICAL_DISTANCE": spherical}


def open_clip_model(folder):
    config = json.loads((folder / "open_clip_config.json").read_text())["model_cfg"]
    net = open_clip.CLIP(**config)
    net.load_state_dict(load_file(str(folder / "open_clip_model.safetensors")))
    net = net.double().eval()
    return net.encode_image, config["vision_cfg"]["image_size"], config["embed_dim"]


def transformers_model(folder):
    net = CLIPModel.from_pretrained(folder).double().eval()

    def encode(x):
        found = net.get_image_features(pixel_values=x)
        return found if torch.is_tensor(found) else found.pooler_output

    return encode, net.config.vision_config.image_size, net.config.projection_dim


def main(models, out):
    gen = torch.Generator().manual_seed(20261130)
    image = torch.rand(1, 3, 16, 20, generator=gen)
    tensors = {"image": image[0], "cutouts": torch.tensor(CUTOUTS), "weights": torch.tensor(WEIGHTS)}
    for name, loader in (("openclip-vit", open_clip_model), ("openclip-resnet", open_clip_model), ("openclip-attentional-pool", open_clip_model), ("hf-vit", transformers_model)):
        encode, side, width = loader(models / name)
        targets = torch.randn(len(WEIGHTS), width, generator=gen)
        prepared = torch.randn(2, 3, side, side, generator=gen)
        unit, weights = F.normalize(targets.double(), dim=-1), torch.tensor(WEIGHTS).double()
        mean, std = (torch.tensor(v).double()[None, :, None, None] for v in (MEAN, STD))
        tensors.update({f"{name}/targets": targets, f"{name}/prepared": prepared})
        for label, measure in MEASURES.items():
            for how, resample in list(RESAMPLERS.items())[: 4 if label == "LOGIT" else 1]:
                x = image.double().requires_grad_()
                cuts = torch.cat([resample(x[:, :, t : t + s, l : l + s], side) for t, l, s in CUTOUTS])
                value = (measure(F.normalize(encode((cuts - mean) / std), dim=-1), unit) @ weights).mean()
                tensors[f"{name}/{label}/{how}/value"] = value.detach().reshape(1).float()
                tensors[f"{name}/{label}/{how}/gradient"] = torch.autograd.grad(value, x)[0][0].float()
        x = prepared.double().requires_grad_()
        values = logit(F.normalize(encode(x), dim=-1), unit) @ weights
        tensors[f"{name}/LOGIT/prepared/value"] = values.detach().float()
        tensors[f"{name}/LOGIT/prepared/gradient"] = torch.autograd.grad(values.sum(), x)[0].float()
    save_file({k: v.contiguous() for k, v in tensors.items()}, out)


main(pathlib.Path(sys.argv[1]), sys.argv[2])
