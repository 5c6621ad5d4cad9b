"""Embeds pictures and texts with a model that `jclip train` wrote, by open_clip and by transformers with their own
tokenizers and preprocessing, and prints one JSON object a peer: unit vectors of pictures and texts.

usage: embed_trained.py MODEL TEXT TEXT PICTURE...
needs: torch, open_clip, transformers
"""
import json
import pathlib
import sys

import open_clip
import torch
from PIL import Image
from open_clip.tokenizer import SimpleTokenizer
from safetensors.torch import load_file
from transformers import CLIPModel, CLIPTokenizer
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

model, texts, pictures = pathlib.Path(sys.argv[1]), sys.argv[2:4], [Image.open(p).convert("RGB") for p in sys.argv[4:]]


def report(peer, image, text):
    unit = lambda v: (v / v.norm(dim=-1, keepdim=True)).tolist()
    print(json.dumps({"peer": peer, "images": unit(image), "texts": unit(text)}))


with torch.no_grad():
    config = json.loads((model / "open_clip_config.json").read_text())
    peer = open_clip.CLIP(**config["model_cfg"]).eval()
    peer.load_state_dict(load_file(model / "open_clip_model.safetensors"), strict=True)
    side, pre = config["model_cfg"]["vision_cfg"]["image_size"], config["preprocess_cfg"]
    transform = open_clip.image_transform(side, is_train=False, mean=pre["mean"], std=pre["std"])
    tokenizer = SimpleTokenizer(bpe_path=str(model / "bpe_vocab.txt.gz"), context_length=config["model_cfg"]["text_cfg"]["context_length"])
    report("open_clip", peer.encode_image(torch.stack([transform(p) for p in pictures])), peer.encode_text(tokenizer(texts)))

    peer = CLIPModel.from_pretrained(model).eval()
    ids = CLIPTokenizer.from_pretrained(model)(texts, padding=True, return_tensors="pt")
    pixels = CLIPImageProcessorPil.from_pretrained(model)(pictures, return_tensors="pt")["pixel_values"]
    report("transformers", peer.visual_projection(peer.vision_model(pixel_values=pixels).pooler_output),
           peer.text_projection(peer.text_model(**ids).pooler_output))
