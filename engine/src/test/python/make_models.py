"""Writes the small reference models under src/test/resources/golden/models.

Random weights; features computed by the reference implementations in float32. Needs torch, open_clip,
transformers and safetensors, and for the TorchScript case a checkout of openai/CLIP.

usage: make_models.py OUT_DIR --openai-src CHECKOUT
"""

import argparse
import json
import pathlib
import shutil
import sys

import numpy as np
import open_clip
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, CLIPTokenizerFast
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

TEXT = dict(context_length=12, vocab_size=64, width=32, heads=4, layers=2)
VIT = dict(image_size=16, layers=2, width=32, patch_size=8, head_width=8)


def jitter(model, gen):
    """Random values everywhere, so that no gain, bias or running statistic is trivial."""
    with torch.no_grad():
        for p in model.parameters():
            if p.ndim > 0:
                p.add_(torch.randn(p.shape, generator=gen) * 0.05)
        for name, b in model.named_buffers():
            if name.endswith("running_mean"):
                b.copy_(torch.randn(b.shape, generator=gen) * 0.1)
            if name.endswith("running_var"):
                b.copy_(torch.rand(b.shape, generator=gen) + 0.5)


def ids_for(n, length, vocab, gen, eot, pad=0):
    ids = torch.full((n, length), pad, dtype=torch.long)
    for i in range(n):
        k = int(torch.randint(1, length - 2, (1,), generator=gen))
        ids[i, 0] = vocab - 2
        ids[i, 1 : 1 + k] = torch.randint(3, vocab - 2, (k,), generator=gen)
        ids[i, 1 + k] = eot
    return ids


def expect(folder, **tensors):
    save_file({k: v.detach().contiguous().clone() for k, v in tensors.items()}, str(folder / "expected.safetensors"))


def open_clip_case(out, name, gen, vision=None, text=None, embed_dim=24, custom=False, store=torch.float32, image_size=None, **model):
    folder = out / name
    folder.mkdir(parents=True)
    cfg = dict(embed_dim=embed_dim, vision_cfg={**VIT, **(vision or {})}, text_cfg={**TEXT, **(text or {})}, **model)
    cls = open_clip.CustomTextCLIP if custom else open_clip.CLIP
    net = cls(**cfg).eval()
    jitter(net, gen)
    net.to(store).float()
    state = {k: v.to(store) if v.is_floating_point() else v for k, v in net.state_dict().items()}
    if custom:
        cfg["custom_text"] = True
    save_file({k: v.contiguous().clone() for k, v in state.items()}, str(folder / "open_clip_model.safetensors"), {"format": "pt"})
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": cfg, "preprocess_cfg": {}}, indent=1))
    if image_size:
        resized = json.loads(json.dumps({k: v for k, v in cfg.items() if k != "custom_text"}))
        resized["vision_cfg"]["image_size"] = image_size
        net = cls(**resized).eval()
        loaded = {k: v.float() for k, v in state.items()}
        open_clip.model.resize_pos_embed(loaded, net)
        net.load_state_dict(loaded)
    t = cfg["text_cfg"]
    eot = t.get("eos_id", t["vocab_size"] - 1)
    px = torch.randn(2, 3, image_size or cfg["vision_cfg"]["image_size"], image_size or cfg["vision_cfg"]["image_size"], generator=gen)
    ids = ids_for(3, t["context_length"], t["vocab_size"], gen, eot, t.get("pad_id", 0))
    with torch.no_grad():
        i, x = net.encode_image(px), net.encode_text(ids)
    bias = net.logit_bias.reshape(1) if net.logit_bias is not None else torch.zeros(1)
    expect(folder, pixel_values=px, input_ids=ids, image_features=i, text_features=x, logit_scale_exp=net.logit_scale.exp().reshape(1), logit_bias=bias)
    return folder, state


def hugging_face_case(out, name, gen, act="quick_gelu", eos=63, dtype=torch.float32, image_size=None, **save):
    folder = out / name
    cfg = CLIPConfig(
        text_config=dict(vocab_size=64, hidden_size=32, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
                         max_position_embeddings=12, hidden_act=act, eos_token_id=eos, bos_token_id=62, pad_token_id=1),
        vision_config=dict(hidden_size=32, intermediate_size=80, num_hidden_layers=2, num_attention_heads=2, image_size=16,
                           patch_size=8, hidden_act=act),
        projection_dim=24)
    net = CLIPModel(cfg).eval()
    jitter(net, gen)
    net.to(dtype)
    net.save_pretrained(folder, **save)
    net.float()
    side = image_size or 16
    px = torch.randn(2, 3, side, side, generator=gen)
    ids = ids_for(3, 12, 64, gen, 63)
    resize = image_size is not None
    with torch.no_grad():
        v = net.vision_model(pixel_values=px, output_hidden_states=True, interpolate_pos_encoding=resize)
        t = net.text_model(input_ids=ids, output_hidden_states=True)
        i = net.visual_projection(v.pooler_output)
        x = net.text_projection(t.pooler_output)
    expect(folder, pixel_values=px, input_ids=ids, image_features=i, text_features=x, logit_scale_exp=net.logit_scale.exp().reshape(1),
           vision_last_hidden_state=v.last_hidden_state, vision_penultimate=v.hidden_states[-2],
           text_last_hidden_state=t.last_hidden_state, text_penultimate=t.hidden_states[-2])
    return folder, net


def end_to_end_case(out, name, vocabulary, gen):
    """A model with a vocabulary, preprocessing and a picture: from files to probabilities, by transformers alone."""
    folder = out / name
    vocab = len(json.loads((vocabulary / "vocab.json").read_text()))
    cfg = CLIPConfig(
        text_config=dict(vocab_size=vocab, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
                         max_position_embeddings=16, eos_token_id=vocab - 1, bos_token_id=vocab - 2, pad_token_id=vocab - 1),
        vision_config=dict(hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, image_size=32, patch_size=8),
        projection_dim=24)
    net = CLIPModel(cfg).eval()
    jitter(net, gen)
    with torch.no_grad():
        net.logit_scale.fill_(3.0)
    net.save_pretrained(folder)
    processor = CLIPImageProcessorPil(size=dict(shortest_edge=32), crop_size=dict(height=32, width=32))
    processor.save_pretrained(folder)
    for file in ("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"):
        if (vocabulary / file).exists():
            shutil.copy(vocabulary / file, folder / file)
    y, x = np.mgrid[0:75, 0:101]
    pixels = np.stack([(np.sin(x / 9 + k) + np.cos(y / 7 + 2 * k)) * 60 + 128 for k in range(3)], -1)
    Image.fromarray(pixels.astype(np.uint8)).save(folder / "picture.jpg", quality=90)
    labels = ["cat", "red boat", "two dogs"]
    texts = [f"a photo of a {label}." for label in labels]
    inputs = CLIPTokenizerFast.from_pretrained(vocabulary)(texts, padding=True, return_tensors="pt")
    pictures = processor(images=Image.open(folder / "picture.jpg").convert("RGB"), return_tensors="pt")
    with torch.no_grad():
        result = net(input_ids=inputs.input_ids, attention_mask=inputs.attention_mask, pixel_values=pictures.pixel_values)
    expect(folder, image_embeds=result.image_embeds, text_embeds=result.text_embeds, probabilities=result.logits_per_image.softmax(-1))


def openai_case(out, name, gen, layers, width, patch):
    from clip.model import CLIP, convert_weights
    args = (24, 32, layers, width, patch, 12, 64, 64, 1, 1)
    net = CLIP(*args).eval()
    jitter(net, gen)
    convert_weights(net)
    ref = CLIP(*args).eval()
    ref.load_state_dict({k: v.float() for k, v in net.state_dict().items()})
    folder = out / name
    folder.mkdir(parents=True)
    px = torch.randn(2, 3, 32, 32, generator=gen)
    ids = ids_for(3, 12, 64, gen, 63)
    with torch.no_grad():
        i, x = ref.encode_image(px), ref.encode_text(ids)
        for buffer, value in (("input_resolution", 32), ("context_length", 12), ("vocab_size", 64)):
            if hasattr(ref, buffer):
                delattr(ref, buffer)
            ref.register_buffer(buffer, torch.tensor(value))
        ref.context_length = torch.tensor(12)
        traced = torch.jit.trace(ref, (px, ids), check_trace=False)
        for (_, p), (_, q) in zip(traced.named_parameters(), net.named_parameters()):
            p.data = p.data.to(q.dtype)
        torch.jit.save(traced, str(folder / "model.pt"))
    torch.save(net.state_dict(), folder / "state_dict.pt")
    expect(folder, pixel_values=px, input_ids=ids, image_features=i, text_features=x, logit_scale_exp=ref.logit_scale.exp().reshape(1))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("out", type=pathlib.Path)
    ap.add_argument("--openai-src", required=True)
    a = ap.parse_args()
    sys.path.insert(0, a.openai_src)
    shutil.rmtree(a.out, ignore_errors=True)
    gen = torch.Generator().manual_seed(25)
    torch.manual_seed(25)
    case = lambda name, **kw: open_clip_case(a.out, name, gen, **kw)
    folder, state = case("openclip-vit")
    torch.save({"epoch": 3, "name": "run", "state_dict": {"module." + k: v for k, v in state.items()}}, folder / "epoch_3.pt")
    case("openclip-vit-quickgelu-f16", quick_gelu=True, store=torch.float16)
    case("openclip-resnet", quick_gelu=True, vision=dict(layers=[1, 2, 1, 1], width=2, patch_size=None, head_width=16, image_size=64))
    case("openclip-gap-nocausal", vision=dict(pool_type="avg", no_ln_pre=True, final_ln_after_pool=True, mlp_ratio=4.3637), text=dict(no_causal_mask=True, pool_type="last"))
    case("openclip-mean-before-norm", vision=dict(pool_type="avg"), text=dict(pool_type="first", no_causal_mask=True))
    case("openclip-layer-scale-tanh", vision=dict(ls_init_value=0.1, act_kwargs=dict(approximate="tanh"), norm_kwargs=dict(eps=1e-3)),
         text=dict(ls_init_value=0.1, act_kwargs=dict(approximate="tanh"), norm_kwargs=dict(eps=1e-3)))
    case("openclip-eos-bias", text=dict(pool_type="eos", eos_id=2, pad_id=1, proj_bias=True), init_logit_bias=-10.0)
    case("openclip-attentional-pool", vision=dict(attentional_pool=True, attn_pooler_queries=5, attn_pooler_heads=4))
    case("openclip-coca-text", custom=True, embed_dim=32, vision=dict(attentional_pool=True, attn_pooler_queries=5, attn_pooler_heads=4), text=dict(embed_cls=True, proj_type="none"))
    case("openclip-vit-resized", image_size=40)
    case("openclip-vit-shrunk", vision=dict(image_size=40), image_size=24)
    hf = lambda name, **kw: hugging_face_case(a.out, name, gen, **kw)
    folder, net = hf("hf-vit")
    torch.save(net.state_dict(), folder / "pytorch_model.bin")
    hf("hf-vit-gelu-sharded-bf16", act="gelu", dtype=torch.bfloat16, max_shard_size="40KB")
    folder, _ = hf("hf-vit-legacy", eos=2)
    config = json.loads((folder / "config.json").read_text())
    config["text_config_dict"], config["vision_config_dict"] = config.pop("text_config"), config.pop("vision_config")
    config["vision_config"] = {"hidden_size": 999}
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    hf("hf-vit-resized", image_size=40)
    end_to_end_case(a.out, "end-to-end", pathlib.Path(__file__).parent.parent / "resources/dev/jclip/tokenizer/hf", gen)
    openai_case(a.out, "openai-vit", gen, 1, 64, 16)
    openai_case(a.out, "openai-resnet", gen, (1, 1, 1, 1), 2, None)
    for p in sorted(a.out.rglob("*")):
        if p.is_file():
            print(p.stat().st_size, p.relative_to(a.out))


main()
