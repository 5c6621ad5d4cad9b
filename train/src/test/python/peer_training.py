"""Trains open_clip from the beginning and on the batches that BatchDump wrote, so that jclip and open_clip can be compared
step by step, and prints one JSON line per logged step and one with the speed.

usage: peer_training.py DUMP --batch 128 --steps 2000 [--precision fp32|amp_bf16] [--lr 1e-3] [--wd 0.2] [--warmup 200]
                        [--total STEPS] [--eps 1e-6] [--clip 1.0] [--save-every N --out DIR] [--threads N]
"""
import argparse
import json
import math
import pathlib
import shutil
import time

import numpy as np
import torch
import open_clip
from open_clip.loss import ClipLoss
from safetensors.torch import load_file, save_file

parser = argparse.ArgumentParser()
parser.add_argument("dump", type=pathlib.Path)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--steps", type=int, required=True)
parser.add_argument("--total", type=int)
parser.add_argument("--precision", default="fp32")
parser.add_argument("--lr", type=float, default=1e-3)
parser.add_argument("--wd", type=float, default=0.2)
parser.add_argument("--warmup", type=int, default=200)
parser.add_argument("--eps", type=float, default=1e-6)
parser.add_argument("--clip", type=float, default=1.0)
parser.add_argument("--save-every", type=int)
parser.add_argument("--out", type=pathlib.Path)
parser.add_argument("--threads", type=int)
args = parser.parse_args()
if args.threads:
    torch.set_num_threads(args.threads)

config = json.load(open(args.dump / "init/open_clip_config.json"))
model_cfg = config["model_cfg"]
model = open_clip.CLIP(**{k: v for k, v in model_cfg.items() if k != "custom_text"})
missing, unexpected = model.load_state_dict(load_file(args.dump / "init/open_clip_model.safetensors"), strict=False)
assert not unexpected and all(k == "attn_mask" for k in missing), (missing, unexpected)
model.train()
side, context = model_cfg["vision_cfg"]["image_size"], model_cfg["text_cfg"]["context_length"]
mean = torch.tensor(config["preprocess_cfg"]["mean"]).view(1, 3, 1, 1)
std = torch.tensor(config["preprocess_cfg"]["std"]).view(1, 3, 1, 1)
pixel_bytes, id_bytes = args.batch * side * side * 3, args.batch * context * 4
data = np.memmap(args.dump / "batches.bin", dtype=np.uint8, mode="r")


def batch(step):
    raw = data[step * (pixel_bytes + id_bytes):(step + 1) * (pixel_bytes + id_bytes)]
    pixels = torch.from_numpy(raw[:pixel_bytes].reshape(args.batch, side, side, 3).copy()).permute(0, 3, 1, 2).contiguous()
    ids = torch.from_numpy(raw[pixel_bytes:].view(np.int32).reshape(args.batch, context).astype(np.int64))
    return (pixels.float().div(255) - mean) / std, ids


exclude = lambda n, p: p.ndim < 2 or "bn" in n or "ln" in n or "bias" in n or "logit_scale" in n
named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
optimizer = torch.optim.AdamW([dict(params=[p for n, p in named if exclude(n, p)], weight_decay=0.0),
                               dict(params=[p for n, p in named if not exclude(n, p)], weight_decay=args.wd)],
                              lr=args.lr, betas=(0.9, 0.98), eps=args.eps)
total = args.total or args.steps
loss_fn = ClipLoss()
seconds = []
for step in range(args.steps):
    began = time.perf_counter()
    lr = args.lr * (step + 1) / args.warmup if step < args.warmup else 0.5 * (1 + math.cos(math.pi * (step - args.warmup) / (total - args.warmup))) * args.lr
    for group in optimizer.param_groups:
        group["lr"] = lr
    images, texts = batch(step)
    optimizer.zero_grad()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.precision != "fp32"):
        image_features, text_features, scale = model(images, texts)
        loss = loss_fn(image_features, text_features, scale)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), args.clip)
    optimizer.step()
    with torch.no_grad():
        model.logit_scale.clamp_(0, math.log(100))
    seconds.append(time.perf_counter() - began)
    print(json.dumps(dict(step=step + 1, loss=float(loss), grad_norm=float(norm), logit_scale=float(model.logit_scale.exp()))), flush=True)
    if args.save_every and (step + 1) % args.save_every == 0:
        folder = args.out / f"step-{step + 1:08d}"
        shutil.copytree(args.dump / "init", folder, dirs_exist_ok=True)
        save_file({k: v.contiguous() for k, v in model.state_dict().items() if k != "attn_mask"}, folder / "open_clip_model.safetensors", {"format": "pt"})
warm = seconds[min(3, len(seconds) - 1):]
print(json.dumps(dict(peer="open_clip", precision=args.precision, batch=args.batch, samples_per_second=args.batch * len(warm) / sum(warm), median=args.batch / sorted(warm)[len(warm) // 2])))
