"""Writes the small reference models of SigLIP under src/test/resources/golden/siglip.

Random weights; everything computed by the reference implementations in float32. Needs torch, transformers,
open_clip and safetensors. The image tower of the open_clip case is timm's ViT under a real name, made smaller;
`open_clip_config.json` says only the name, as published ones do, so `tower.json` holds what was changed.

usage: make_siglip_models.py OUT_DIR
"""

import argparse
import json
import pathlib
from unittest import mock

import open_clip
import timm
import torch
from safetensors.torch import save_file
from transformers import SiglipConfig, SiglipModel

TIMM_NAME = "vit_base_patch16_siglip_224"
TIMM_CHANGES = dict(embed_dim=24, depth=1, num_heads=3, mlp_ratio=2.5, img_size=32)


def jitter(model, gen):
    """Random values everywhere, so that no gain, bias or query is trivial."""
    with torch.no_grad():
        for p in model.parameters():
            if p.numel() > 1:
                p.add_(torch.randn(p.shape, generator=gen) * 0.1)


def ids_for(n, length, vocab, end, pad, gen):
    ids = torch.full((n, length), pad, dtype=torch.long)
    for i in range(n):
        k = int(torch.randint(1, length - 1, (1,), generator=gen))
        ids[i, :k] = torch.randint(3, vocab, (k,), generator=gen)
        ids[i, k] = end
    ids[n - 1] = torch.randint(3, vocab, (length,), generator=gen)  # a text that fills the context
    return ids


def expect(file, **tensors):
    save_file({k: v.detach().contiguous().clone() for k, v in tensors.items()}, str(file))


def unit(x):
    return x / x.norm(dim=-1, keepdim=True)


def transformers_case(out, name, seed, text, vision, pad, resized=None):
    folder = out / name
    gen = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    net = SiglipModel(SiglipConfig(text_config=text, vision_config=vision)).eval()
    jitter(net, gen)
    with torch.no_grad():
        net.logit_scale.fill_(2.3)
        net.logit_bias.fill_(-7.5)
    net.save_pretrained(folder)
    # Published files hold only what differs from the defaults.
    (folder / "config.json").write_text(json.dumps(dict(model_type="siglip", text_config=text, vision_config=vision), indent=1))
    ids = ids_for(4, text["max_position_embeddings"], text["vocab_size"], 1, pad, gen)
    transformers_expectations(net, folder / "expected.safetensors", vision["image_size"], ids, gen)
    if resized:
        transformers_expectations(net, folder / "resized.safetensors", resized, ids, gen)


def transformers_expectations(net, file, side, ids, gen):
    pixels = torch.randn(2, 3, side, side, generator=gen)
    fitted = dict(interpolate_pos_encoding=True)
    with torch.no_grad():
        seen = net(input_ids=ids, pixel_values=pixels, **fitted)
        images, texts = seen.vision_model_output.pooler_output, seen.text_model_output.pooler_output
        hidden = net.vision_model.encoder(inputs_embeds=net.vision_model.embeddings(pixels, **fitted))
    expect(file, pixel_values=pixels, input_ids=ids, image_features=images, text_features=texts,
           logits_per_image=seen.logits_per_image, probabilities=torch.sigmoid(seen.logits_per_image),
           vision_last_block=hidden.last_hidden_state, text_last_hidden_state=seen.text_model_output.last_hidden_state)


def open_clip_case(out, name, seed):
    folder = out / name
    folder.mkdir(parents=True)
    gen = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    cfg = dict(
        embed_dim=TIMM_CHANGES["embed_dim"], init_logit_bias=-10,
        vision_cfg=dict(image_size=TIMM_CHANGES["img_size"], timm_model_name=TIMM_NAME, timm_model_pretrained=False, timm_pool="map", timm_proj="none"),
        text_cfg=dict(context_length=10, vocab_size=50, width=20, heads=2, layers=1, no_causal_mask=True, proj_bias=True, pool_type="last", norm_kwargs=dict(eps=1e-6)))
    create = timm.create_model
    with mock.patch.object(timm, "create_model", lambda *args, **kwargs: create(*args, **kwargs, **TIMM_CHANGES)):
        net = open_clip.CustomTextCLIP(**cfg).eval()
    jitter(net, gen)
    with torch.no_grad():
        net.logit_scale.fill_(2.1)
        net.logit_bias.fill_(-8.25)
    save_file({k: v.contiguous().clone() for k, v in net.state_dict().items()}, str(folder / "open_clip_model.safetensors"), {"format": "pt"})
    preprocess = dict(mean=[0.5] * 3, std=[0.5] * 3, interpolation="bicubic", resize_mode="squash")
    (folder / "open_clip_config.json").write_text(json.dumps(dict(model_cfg=dict(**cfg, custom_text=True), preprocess_cfg=preprocess), indent=1))
    (folder / "tower.json").write_text(json.dumps(TIMM_CHANGES, indent=1))
    pixels = torch.randn(2, 3, TIMM_CHANGES["img_size"], TIMM_CHANGES["img_size"], generator=gen)
    ids = ids_for(3, 10, 50, 1, 1, gen)
    with torch.no_grad():
        images, texts = net.encode_image(pixels), net.encode_text(ids)
        logits = net.logit_scale.exp() * unit(images) @ unit(texts).T + net.logit_bias
    expect(folder / "expected.safetensors", pixel_values=pixels, input_ids=ids, image_features=images, text_features=texts,
           logits_per_image=logits, probabilities=torch.sigmoid(logits))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    out = parser.parse_args().out
    text = dict(vocab_size=500, hidden_size=24, intermediate_size=60, num_hidden_layers=1, num_attention_heads=3, max_position_embeddings=12)
    vision = dict(hidden_size=24, intermediate_size=52, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=8)
    transformers_case(out, "hf-siglip", 1, text, vision, pad=1, resized=48)
    widened = dict(text, vocab_size=60, hidden_size=16, num_attention_heads=2, projection_size=24, hidden_act="gelu", pad_token_id=0)
    transformers_case(out, "hf-siglip2", 3, widened, dict(vision, num_hidden_layers=1, image_size=30, patch_size=14, hidden_act="gelu", layer_norm_eps=1e-5), pad=0)
    open_clip_case(out, "openclip-siglip", 4)


if __name__ == "__main__":
    main()
