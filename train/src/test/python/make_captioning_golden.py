"""Makes src/test/resources/golden/captioning: twenty optimizer steps of open_clip's CoCa and its loss on fixed batches, with its
grouping of weight decay, warm-up of four steps, cosine to zero, gradients clipped at 1.0, logit scale clamped to [0, ln 100].

usage: make_captioning_golden.py OUT
needs: torch, open_clip, safetensors
"""
import json
import math
import pathlib
import sys

import torch
from open_clip.coca_model import CoCa
from open_clip.loss import CoCaLoss
from safetensors.torch import save_file, save_model

STEPS, BATCH, WARMUP, LR = 20, 6, 4, 2e-3
CONFIG = dict(embed_dim=24,
              multimodal_cfg=dict(context_length=10, vocab_size=120, width=24, heads=2, layers=2),
              vision_cfg=dict(image_size=16, layers=1, width=32, patch_size=8, head_width=16, attentional_pool=True,
                              attn_pooler_queries=5, attn_pooler_heads=3, output_tokens=True),
              text_cfg=dict(context_length=10, vocab_size=120, width=24, heads=2, layers=1, embed_cls=True, output_tokens=True))

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
torch.manual_seed(20261130)
torch.set_num_threads(1)
model = CoCa(**CONFIG)
torch.nn.init.normal_(model.text_decoder.text_projection, std=24 ** -0.5)  # open_clip leaves it as memory was
save_model(model, str(out / "open_clip_model.safetensors"))
preprocessing = {"mean": [0.48145466, 0.4578275, 0.40821073], "std": [0.26862954, 0.26130258, 0.27577711]}
(out / "open_clip_config.json").write_text(
    json.dumps({"model_cfg": CONFIG | {"custom_text": True}, "preprocess_cfg": preprocessing}, indent=1) + "\n")
pixels = torch.randn(STEPS, BATCH, 3, 16, 16)
ids = torch.zeros(STEPS, BATCH, 10, dtype=torch.int64)
for caption in ids.view(-1, 10):
    length = int(torch.randint(3, 11, ()))
    caption[0], caption[1:length - 1], caption[length - 1] = 118, torch.randint(1, 118, (length - 2,)), 119

undecayed = lambda n, p: p.ndim < 2 or "bn" in n or "ln" in n or "bias" in n or "logit_scale" in n
named = list(model.named_parameters())
optimizer = torch.optim.AdamW([dict(params=[p for n, p in named if undecayed(n, p)], weight_decay=0.0),
                               dict(params=[p for n, p in named if not undecayed(n, p)], weight_decay=0.2)],
                              lr=LR, betas=(0.9, 0.98), eps=1e-6)
loss_of = CoCaLoss(caption_loss_weight=2.0, clip_loss_weight=1.0)
trace = []
for step in range(STEPS):
    rate = LR * (step + 1) / WARMUP if step < WARMUP else 0.5 * (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP))) * LR
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad()
    made = model(pixels[step], ids[step])
    parts = loss_of(made["image_features"], made["text_features"], made["logits"], made["labels"], made["logit_scale"], output_dict=True)
    loss = sum(parts.values())
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    with torch.no_grad():
        model.logit_scale.clamp_(0, math.log(100))
    trace.append(dict(step=step, lr=rate, loss=float(loss), caption_loss=float(parts["caption_loss"]) / 2, grad_norm=float(norm),
                      logit_scale=float(model.logit_scale)))
(out / "trace.json").write_text(json.dumps(trace, indent=0) + "\n")
save_file(dict(pixel_values=pixels, input_ids=ids), str(out / "expected.safetensors"))
