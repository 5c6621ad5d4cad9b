"""Makes golden/watch/NAME.csv: what a small model's real training showed at each step, for the tests
of the training doctor.

usage: make_watch_traces.py SHARD_FOLDER OUTPUT_FOLDER [NAME ...]
needs: torch, open_clip_torch, Pillow; the folder holds train-*.tar.gz of pictures and captions
"""
import io
import json
import math
import pathlib
import random
import sys
import tarfile

import numpy as np
import open_clip
import torch
from open_clip.loss import ClipLoss, SigLipLoss
from open_clip_train.scheduler import cosine_lr
from PIL import Image

RUNS = {
    "healthy": dict(steps=400, warmup=100, batch=64, lr=1e-3),
    "long-warmup": dict(steps=400, warmup=200, batch=64, lr=1e-3),
    "healthy-sigmoid": dict(loss="sigmoid", steps=400, warmup=100, batch=64, lr=1e-3),
    "small-batch": dict(steps=400, warmup=50, batch=16, lr=5e-4),
    "tiny-rate": dict(steps=400, warmup=50, batch=64, lr=1e-7),
    "huge-rate": dict(steps=400, warmup=5, batch=64, lr=0.1, clip=None),
    "duplicates": dict(steps=400, warmup=50, batch=64, lr=1e-3, text="first-word"),
}
MODEL = dict(
    embed_dim=64,
    vision_cfg=dict(image_size=32, layers=2, width=64, patch_size=8, head_width=16),
    text_cfg=dict(context_length=16, vocab_size=8192, width=64, heads=4, layers=2),
)


def pairs(folder, shards=1):
    images, captions = [], []
    for shard in sorted(pathlib.Path(folder).glob("train-*.tar.gz"))[:shards]:
        texts, pictures = {}, {}
        with tarfile.open(shard) as tar:
            for member in tar:
                stem, _, ending = member.name.rpartition(".")
                if ending == "txt":
                    texts[stem] = tar.extractfile(member).read().decode()
                elif ending in ("jpg", "png", "webp", "jpeg"):
                    picture = Image.open(io.BytesIO(tar.extractfile(member).read())).convert("RGB")
                    pictures[stem] = np.asarray(picture.resize((32, 32), Image.BICUBIC))
        for stem, picture in pictures.items():
            if stem in texts:
                images.append(picture)
                captions.append(texts[stem])
    pixels = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float() / 255
    return (pixels - 0.45) / 0.27, captions


def spread(x):
    return 1 - x.mean(0).norm().item()


def run(name, pixels, captions, loss="contrastive", steps=400, warmup=100, batch=64, lr=1e-3,
        clip=1.0, text=None):
    torch.manual_seed(1)
    rng = random.Random(1)
    sigmoid = loss == "sigmoid"
    model = open_clip.model.CLIP(
        **MODEL, **(dict(init_logit_scale=math.log(10), init_logit_bias=-10) if sigmoid else {}))
    criterion = SigLipLoss() if sigmoid else ClipLoss()
    captions = list(captions)
    if text == "first-word":
        captions = [caption.split()[0] for caption in captions]
    tokens = open_clip.tokenize(captions, context_length=16)
    # A small vocabulary: the padding stays 0, the end of the text the largest.
    tokens = torch.where(tokens == 49407, 8191, torch.where(tokens > 0, 1 + tokens % 8190, 0))
    decay = [p for n, p in model.named_parameters() if p.ndim >= 2]
    rest = [p for n, p in model.named_parameters() if p.ndim < 2]
    optimizer = torch.optim.AdamW(
        [dict(params=rest, weight_decay=0.0), dict(params=decay, weight_decay=0.2)],
        lr=lr, betas=(0.9, 0.98), eps=1e-6)
    schedule = cosine_lr(optimizer, lr, warmup, steps)
    order, size = [], len(captions)
    rows = []
    for step in range(steps):
        if len(order) < batch:
            order = rng.sample(range(size), size)
        chosen, order = order[:batch], order[batch:]
        rate = schedule(step)
        images = model.encode_image(pixels[chosen], normalize=True)
        texts = model.encode_text(tokens[chosen], normalize=True)
        extra = dict(logit_bias=model.logit_bias) if sigmoid else {}
        value = criterion(images, texts, model.logit_scale.exp(), **extra)
        optimizer.zero_grad()
        value.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), clip or float("inf")).item()
        optimizer.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, math.log(100))
            cosines = images @ texts.T
            pair = cosines.diagonal().mean().item()
            negative = (cosines.sum() - cosines.diagonal().sum()).item() / (batch * (batch - 1))
            drawn = [captions[i] for i in chosen]
            repeated = sum(drawn.count(caption) > 1 for caption in drawn)
        rows.append([step + 1, value.item(), norm, model.logit_scale.exp().item(), rate, batch,
                     pair, negative, spread(images), spread(texts), repeated])
    return rows


def main():
    pixels, captions = pairs(sys.argv[1])
    print(len(captions), "pairs", json.dumps(captions[:3]))
    for name in sys.argv[3:] or RUNS:
        rows = run(name, pixels, captions, **RUNS[name])
        with open(pathlib.Path(sys.argv[2]) / f"{name}.csv", "w") as out:
            out.write("step,loss,gradientNorm,logitScale,learningRate,batchSize,"
                      "meanPairCosine,meanNegativeCosine,imageSpread,textSpread,duplicateCaptions\n")
            for row in rows:
                out.write(",".join(f"{value:.5g}" for value in row) + "\n")
        print(name, rows[-1])


if __name__ == "__main__":
    main()
