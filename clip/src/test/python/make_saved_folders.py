"""Saves small CLIP models as transformers' users do, and what the same transformers computes from the saved files.

Needs transformers 4.57 or 5 with torch, Pillow, NumPy and safetensors; what is installed does the saving, so run it once
with each version. Pictures go through the image processor on Pillow. Each case is a folder of its own below OUT_DIR,
with the features in OUT_DIR/expected/CASE.safetensors and the texts in OUT_DIR/texts.json.

usage: make_saved_folders.py OUT_DIR MERGES PICTURE... [--only CASE...] [--merges-kept N] [--tiny]

MERGES is CLIP's merges.txt or bpe_simple_vocab_16e6.txt.gz, of which the first N (200) are taken. The committed folders
are those of --tiny --merges-kept 20 with the merges of golden/models/end-to-end and two small pictures.
"""

import argparse
import gzip
import json
import pathlib
import shutil

import torch
import transformers
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import AddedToken, CLIPConfig, CLIPModel, CLIPProcessor, CLIPTokenizer, CLIPTokenizerFast

MAJOR = int(transformers.__version__.split(".")[0])
if MAJOR >= 5:
    from transformers.models.clip.image_processing_clip import CLIPImageProcessor as FastProcessor
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil as PillowProcessor
else:
    from transformers import CLIPImageProcessor as PillowProcessor
    from transformers import CLIPImageProcessorFast as FastProcessor

CONTEXT = 20
TEXTS = [
    "a photo of a cat",
    "dogs",
    "two people on the beach, near an OLD lighthouse",
    "a very long caption that does not fit into the context of this small model, so that it is cut at its end",
    "",
    "  Café\tcrème  2nd ",
    "<new> thing and another <new>",
    "it's the <sp>thing<sp>",
    "a<|endoftext|>b <|startoftext|> c",
]


# ---------------------------------------------------------------- vocabulary


def vocabulary(folder, merges_file, kept):
    """CLIP's own layout of ids, cut to the first merges."""
    opener = gzip.open if merges_file.suffix == ".gz" else open
    with opener(merges_file, "rt", encoding="utf-8") as lines:
        merges = [line.rstrip("\n") for line in lines][1 : 1 + kept]
    visible = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    letters = [chr(b) for b in visible] + [chr(256 + i) for i in range(256 - len(visible))]
    pieces = letters + [letter + "</w>" for letter in letters] + [merge.replace(" ", "") for merge in merges]
    ids = {piece: i for i, piece in enumerate(pieces + ["<|startoftext|>", "<|endoftext|>"])}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    return ids


def tokenizer(source, case):
    slow = MAJOR < 5 and case.get("slow")
    tok = (CLIPTokenizer if slow else CLIPTokenizerFast).from_pretrained(source, **case.get("tokenizer_options", {}))
    added = case.get("added", [])
    if added:
        tok.add_tokens([AddedToken(token["content"], **token["flags"]) if isinstance(token, dict) else token for token in added])
    special = case.get("added_special", [])
    if special:
        tok.add_special_tokens({"extra_special_tokens" if MAJOR >= 5 else "additional_special_tokens": special})
    if "pad" in case:
        tok.add_special_tokens({"pad_token": case["pad"]})
    if "chat_template" in case:
        tok.chat_template = case["chat_template"]
    return tok


# ---------------------------------------------------------------- model


TINY_TEXT = dict(hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2)
TINY_VISION = dict(hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2)


def model(case, vocab_size, eot, gen, tiny):
    text = dict(vocab_size=vocab_size, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
                max_position_embeddings=CONTEXT, hidden_act="quick_gelu", bos_token_id=eot - 1, eos_token_id=eot, pad_token_id=1)
    vision = dict(hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=3, image_size=case.get("side", 32),
                  patch_size=8, hidden_act="quick_gelu")
    if tiny:
        text, vision = {**text, **TINY_TEXT}, {**vision, **TINY_VISION}
    config = CLIPConfig(text_config={**text, **case.get("text", {})}, vision_config={**vision, **case.get("vision", {})},
                        projection_dim=case.get("projection_dim", 24))
    net = CLIPModel(config).eval()
    with torch.no_grad():
        for p in net.parameters():
            if p.ndim > 0:
                p.add_(torch.randn(p.shape, generator=gen) * 0.1)
    return net.to(getattr(torch, case.get("dtype", "float16" if tiny else "float32")))


def save_model(net, folder, case):
    options = case.get("save", {})
    if case.get("shards"):
        folder.mkdir(parents=True)
        net.config.save_pretrained(folder)
        state = list(net.state_dict().items())
        parts = {f"pytorch_model-0000{i + 1}-of-00003.bin": dict(state[i::3]) for i in range(3)}
        for file, part in parts.items():
            torch.save(part, folder / file)
        index = {"metadata": {}, "weight_map": {key: file for file, part in parts.items() for key in part}}
        (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    elif case.get("pickle"):
        folder.mkdir(parents=True)
        net.config.save_pretrained(folder)
        torch.save(net.state_dict(), folder / "pytorch_model.bin")
    else:
        net.save_pretrained(folder, **options)
    prefix = case.get("prefix")
    if prefix and case.get("pickle"):
        state = {prefix + k: v for k, v in net.state_dict().items()}
        torch.save(state, folder / "pytorch_model.bin")
    elif prefix:
        file = folder / "model.safetensors"
        save_file({prefix + k: v for k, v in load_file(file).items()}, file, {"format": "pt"})


def edit(file, change):
    """Takes members out (None) or puts them in, as a person would by hand; dots lead into objects."""
    content = json.loads(file.read_text(encoding="utf-8"))
    for path, value in change.items():
        *outer, last = path.split(".")
        place = content
        for name in outer:
            place = place.setdefault(name, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")


# ---------------------------------------------------------------- cases

NORM = dict(image_mean=[0.5, 0.5, 0.5], image_std=[0.5, 0.5, 0.5])
SQUARE = dict(size=32, crop_size=32)


def squash(side, **more):
    return dict(size=dict(height=side, width=side), crop_size=dict(height=side, width=side), **more)


def cases():
    """Name: what differs from the plain case."""
    plain = {
        "plain": {},
        "squash-bilinear-half": dict(processor=squash(32, resample=2, **NORM)),
        "size-list": dict(processor=dict(size=[32, 32], crop_size=[32, 32])),
        "shortest-larger": dict(processor=dict(size=dict(shortest_edge=40), crop_size=32)),
        "shortest-smaller-padded": dict(processor=dict(size=dict(shortest_edge=21), crop_size=32)),
        "squash-then-crop": dict(processor=dict(size=dict(height=41, width=50), crop_size=32)),
        "squash-then-pad": dict(processor=dict(size=dict(height=27, width=39), crop_size=32)),
        "crop-off-squash": dict(processor=dict(size=dict(height=32, width=32), do_center_crop=False)),
        "crop-off-square-pictures": dict(processor=dict(size=32, do_center_crop=False), square_pictures=True),
        "resize-off": dict(processor=dict(do_resize=False, crop_size=32)),
        "nothing-but-numbers": dict(processor=dict(do_resize=False, do_center_crop=False), square_pictures=True, exact_pictures=True),
        "rescale-off": dict(processor=dict(do_rescale=False, **SQUARE)),
        "normalize-off": dict(processor=dict(do_normalize=False, **SQUARE)),
        "numbers-off": dict(processor=dict(do_rescale=False, do_normalize=False, **SQUARE)),
        "rescale-factor": dict(processor=dict(rescale_factor=1 / 127.5, image_mean=[1.0, 1.0, 1.0], image_std=[1.0, 1.0, 1.0], **SQUARE)),
        "convert-off": dict(processor=dict(do_convert_rgb=False, **SQUARE)),
        "mean-one-number": dict(processor=SQUARE, edit_pictures={"image_mean": 0.45, "image_std": 0.25}),
        "nearest": dict(processor=dict(resample=0, **SQUARE)),
        "lanczos": dict(processor=dict(resample=1, **SQUARE)),
        "box": dict(processor=dict(resample=4, **SQUARE)),
        "hamming": dict(processor=dict(resample=5, **SQUARE)),
        "fast-processor": dict(fast_processor=True, processor=dict(resample=2, **SQUARE)),
        "pictures-without-type": dict(processor=squash(32), edit_pictures={"image_processor_type": None}),
        "pictures-with-nulls": dict(processor=SQUARE, edit_pictures={"resample": None, "image_std": None, "do_resize": None}),
        "feature-extractor": dict(processor=SQUARE, edit_pictures={"image_processor_type": None, "feature_extractor_type": "CLIPFeatureExtractor"}),
        "side-224-defaults": dict(side=224, vision=dict(patch_size=32), processor={}),
        "side-48-patch-16": dict(side=48, vision=dict(patch_size=16), processor=dict(size=48, crop_size=48)),
        "gelu": dict(text=dict(hidden_act="gelu"), vision=dict(hidden_act="gelu")),
        "gelu-mixed": dict(vision=dict(hidden_act="gelu"), text=dict(hidden_act="gelu_new")),
        "legacy-eos": dict(text=dict(eos_token_id=2, bos_token_id=0)),
        "legacy-eos-added": dict(text=dict(eos_token_id=2, bos_token_id=0), added=["<new>"], added_special=["<sp>"]),
        "new-eos-added": dict(added=["<new>"], added_special=["<sp>"]),
        "added-not-special": dict(added=["cat", "lighthouse"]),
        "pad-zero": dict(pad="!"),
        "projection-7": dict(projection_dim=7),
        "widths": dict(text=dict(hidden_size=64, num_attention_heads=2), vision=dict(hidden_size=32, num_attention_heads=1), projection_dim=64),
        "eps": dict(text=dict(layer_norm_eps=1e-3), vision=dict(layer_norm_eps=1e-6)),
        "fp16": dict(dtype="float16"),
        "bf16": dict(dtype="bfloat16"),
        "float64": dict(dtype="float64"),
        "sharded": dict(save=dict(max_shard_size="60KB")),
        "pickle": dict(pickle=True),
        "prefix-orig-mod": dict(prefix="_orig_mod.", own_loader=True),
        "prefix-module-model": dict(prefix="module.model.", own_loader=True, pickle=True),
        "prefix-compiled-clip": dict(prefix="module._orig_mod.clip.", own_loader=True),
        "processor-alone": dict(layout="processor"),
        "processor-apart": dict(layout="apart"),
        "image-processor-alone": dict(layout="image-processor", processor=squash(32, resample=2)),
        "no-pictures-file": dict(layout="no-pictures"),
        "contradicting": dict(layout="contradicting", processor=squash(32, resample=2, **NORM)),
        "config-defaults-left-out": dict(edit_config={"text_config.hidden_act": None, "vision_config.hidden_act": None, "vision_config.num_channels": None,
                                                      "text_config.layer_norm_eps": None, "text_config.pad_token_id": None}),
        "config-old-names": dict(old_config=True),
    }
    plain |= {
        "sharded-pickle": dict(pickle=True, shards=True),
        "variant": dict(save=dict(variant="fp16"), load=dict(variant="fp16"), dtype="float16"),
        "variant-sharded": dict(save=dict(variant="fp16", max_shard_size="60KB"), load=dict(variant="fp16")),
        "pad-added": dict(pad="<pad>"),
        "pad-added-legacy-eos": dict(pad="<pad>", text=dict(eos_token_id=2), own_padding=True),
        "eos-changed": dict(tokenizer_options=dict(eos_token="<end>"), eos=True),
        "eos-and-pad-by-other-names": dict(tokenizer_options=dict(eos_token="<end>", bos_token="<begin>", pad_token="<end>", unk_token="<end>"), eos=True),
        "token-flags": dict(added=[dict(content="<new>", flags=dict(lstrip=True, rstrip=True)), dict(content="photo", flags=dict(single_word=True)),
                                   dict(content="OLD", flags=dict(normalized=False)), dict(content="It'S", flags=dict(normalized=True))]),
        "chat-template": dict(chat_template="{{ messages }}"),
        "gelu-python": dict(text=dict(hidden_act="gelu_python"), vision=dict(hidden_act="gelu_accurate" if MAJOR >= 5 else "gelu_python")),
        "trainer-leftovers": dict(write={"trainer_state.json": "{}", "training_args.bin": "no pickle", "generation_config.json": "{}", "README.md": "# model"}),
        "model-max-length": dict(tokenizer_options=dict(model_max_length=CONTEXT)),
        "picture-modes": dict(modes=["L", "RGBA", "P", "CMYK"]),
        "picture-sizes": dict(sizes=[(32, 32), (1, 40), (33, 31), (500, 7)]),
        "odd-sides": dict(side=33, vision=dict(patch_size=11), processor=dict(size=38, crop_size=33)),
        "odd-padding": dict(side=33, vision=dict(patch_size=11), processor=dict(size=28, crop_size=33)),
        "uneven-rest": dict(side=35, processor=dict(size=35, crop_size=35)),
        "mean-zero": dict(processor=dict(image_mean=[0, 0, 0], image_std=[1, 1, 1], **SQUARE)),
        "rescale-digits": dict(processor=SQUARE, edit_pictures={"rescale_factor": 0.003921569}),
        "unknown-members": dict(processor=SQUARE, edit_pictures={"data_format": "channels_first", "device": None, "disable_grouping": None,
                                                                 "input_data_format": None, "return_tensors": None, "crop_pct": 0.875}),
        "extra-tokens-by-name": dict(text=dict(vocab_size=730), edit_tokenizer={"extra_special_tokens": {"image_token": "<sp>"}}),
        "no-tokenizer-config": dict(remove=["tokenizer_config.json", "special_tokens_map.json"], direct_tokenizer=True),
    }
    if MAJOR >= 5:
        plain |= {
            "shortest-within-longest": dict(processor=dict(size=dict(shortest_edge=36, longest_edge=44), crop_size=32)),
            "within-frame": dict(processor=dict(size=dict(max_height=32, max_width=32), crop_size=32)),
            "square-by-default": dict(processor=SQUARE, edit_pictures={"size": 32, "default_to_square": True}),
            "vit-processor": dict(processor=SQUARE, edit_pictures={"image_processor_type": "ViTImageProcessor", "size": 32, "crop_size": None,
                                                                   "do_center_crop": None, "resample": None, "image_mean": None, "image_std": None}),
            "tokenizer-object": dict(edit_tokenizer={"tokenizer_class": "TokenizersBackend"}),
        }
    else:
        plain |= {
            "slow": dict(slow=True),
            "slow-added": dict(slow=True, added=["<new>"], added_special=["<sp>"]),
            "fast-only": dict(remove=["vocab.json", "merges.txt", "special_tokens_map.json", "added_tokens.json"], added=["<new>"]),
            "slow-files-only": dict(remove=["tokenizer.json"], added=["<new>"], added_special=["<sp>"]),
            "no-special-map": dict(remove=["special_tokens_map.json"]),
        }
    return plain


# ---------------------------------------------------------------- one case


def picture_processor(case, folder):
    """As transformers finds it in the saved folder, on Pillow."""
    if MAJOR >= 5:
        from transformers import AutoImageProcessor
        return AutoImageProcessor.from_pretrained(folder, backend="pil")
    return PillowProcessor.from_pretrained(folder)


def make(name, case, out, source, ids, pictures, gen, tiny):
    folder = out / name
    tok = tokenizer(source, case)
    net = model(case, max(max(ids.values()) + 1, len(tok)), ids["<|endoftext|>"], gen, tiny)
    if "eos" in case:
        net.config.text_config.eos_token_id = tok.eos_token_id
        net.text_model.eos_token_id = tok.eos_token_id
    save_model(net, folder, case)
    if case.get("save"):
        assert "max_shard_size" not in case["save"] or list(folder.glob("*.index*.json")), "not sharded"
    processor = (FastProcessor if case.get("fast_processor") else PillowProcessor)(**case.get("processor", SQUARE))
    layout = case.get("layout", "together")
    files = folder
    if layout in ("together", "contradicting", "processor"):
        CLIPProcessor(image_processor=processor, tokenizer=tok).save_pretrained(folder)
    elif layout == "apart":
        files = folder / "processor"
        processor.save_pretrained(folder)
        CLIPProcessor(image_processor=processor, tokenizer=tok).save_pretrained(files)
    elif layout == "image-processor":
        processor.save_pretrained(folder)
        tok.save_pretrained(folder)
    elif layout == "no-pictures":
        tok.save_pretrained(folder)
    if layout == "contradicting":
        PillowProcessor(size=32, crop_size=32, resample=3).save_pretrained(folder)
    for file, content in case.get("write", {}).items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(content)
    for file in case.get("remove", []):
        (folder / file).unlink(missing_ok=True)
    nested = folder / "processor_config.json"
    if "edit_pictures" in case:
        if nested.exists():
            edit(nested, {"image_processor." + key: value for key, value in case["edit_pictures"].items()})
        else:
            edit(folder / "preprocessor_config.json", case["edit_pictures"])
    if "edit_config" in case:
        edit(folder / "config.json", case["edit_config"])
    if "edit_tokenizer" in case:
        edit(folder / "tokenizer_config.json", case["edit_tokenizer"])
    if case.get("old_config"):
        config = json.loads((folder / "config.json").read_text())
        config["text_config_dict"], config["vision_config_dict"] = config.pop("text_config"), config.pop("vision_config")
        (folder / "config.json").write_text(json.dumps(config))

    # from the files on, everything is as a user of the same transformers has it
    loaded = net if case.get("own_loader") else CLIPModel.from_pretrained(folder, dtype=torch.float32, **case.get("load", {}))
    loaded = loaded.eval().float()
    images = [Image.open(p) for p in pictures]
    if "modes" in case:
        images = [image.convert("RGB").resize((61, 47)).convert(mode) for image, mode in zip(images, case["modes"])]
        own = out / "pictures" / name
        own.mkdir(parents=True, exist_ok=True)
        for i, image in enumerate(images):
            image.save(own / f"{i}.png" if image.mode != "CMYK" else own / f"{i}.tiff")
    if "sizes" in case:
        images = [image.convert("RGB").resize(size, Image.BICUBIC) for image, size in zip(images, case["sizes"])]
        own = out / "pictures" / name
        own.mkdir(parents=True, exist_ok=True)
        for i, image in enumerate(images):
            image.save(own / f"{i}.png")
    if case.get("square_pictures"):
        side = case.get("side", 32) if case.get("exact_pictures") else 90
        images = [image.convert("RGB").resize((side, side), Image.BICUBIC) for image in images]
        own = out / "pictures" / name
        own.mkdir(parents=True, exist_ok=True)
        for i, image in enumerate(images):
            image.save(own / f"{i}.png")
    if layout == "no-pictures":
        pixel_values = PillowProcessor(size=32, crop_size=32)(images=images, return_tensors="pt").pixel_values
    else:
        pixel_values = picture_processor(case, folder)(images=images, return_tensors="pt").pixel_values
    from transformers import AutoTokenizer
    options = {} if MAJOR >= 5 else dict(use_fast=not case.get("slow"))
    read = (CLIPTokenizerFast if case.get("direct_tokenizer") else AutoTokenizer).from_pretrained(files, **options)
    texts = read(TEXTS, padding=True, truncation=True, max_length=CONTEXT, return_tensors="pt")
    if case.get("own_padding"):  # the peer's vector of a text depends on its company then: each is computed alone
        alone = [read([text], truncation=True, max_length=CONTEXT, return_tensors="pt").input_ids for text in TEXTS]
    with torch.no_grad():
        vision = loaded.vision_model(pixel_values=pixel_values.float()).pooler_output
        text = loaded.text_model(input_ids=texts.input_ids, attention_mask=texts.attention_mask).pooler_output
        if case.get("own_padding"):
            text = torch.cat([loaded.text_model(input_ids=row).pooler_output for row in alone])
        expected = dict(input_ids=texts.input_ids, image_features=loaded.visual_projection(vision),
                        text_features=loaded.text_projection(text))
    if not tiny:
        expected["pixel_values"] = pixel_values.float()
    (out / "expected").mkdir(exist_ok=True)
    save_file({k: v.contiguous() for k, v in expected.items()}, out / "expected" / f"{name}.safetensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("merges", type=pathlib.Path)
    parser.add_argument("pictures", type=pathlib.Path, nargs="+")
    parser.add_argument("--only", nargs="+")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--merges-kept", type=int, default=200)
    args = parser.parse_args()
    source = args.out / "vocabulary"
    ids = vocabulary(source, args.merges, args.merges_kept)
    pictures = args.out / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    copies = []
    for file in sorted(args.pictures, key=lambda file: file.name):
        shutil.copy(file, pictures / file.name)
        copies.append(pictures / file.name)
    (args.out / "texts.json").write_text(json.dumps(TEXTS, ensure_ascii=False), encoding="utf-8")
    failed = []
    for name, case in cases().items():
        if args.only and name not in args.only:
            continue
        gen = torch.Generator().manual_seed(sum(name.encode()))
        torch.manual_seed(sum(name.encode()))
        try:
            make(name, case, args.out, source, ids, copies, gen, args.tiny)
        except Exception as e:
            failed.append(f"{name}: {type(e).__name__}: {str(e)[:300]}")
            shutil.rmtree(args.out / name, ignore_errors=True)
    print(f"transformers {transformers.__version__}: {len(list((args.out / 'expected').iterdir()))} cases in {args.out}")
    print("\n".join(failed))


main()
