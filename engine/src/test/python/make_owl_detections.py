"""What transformers finds in a picture with the reference models of OWL-ViT and OWLv2.

    python make_owl_detections.py OWL_DIR PICTURE.jpg

Writes picture.json into each folder below OWL_DIR: detections of text queries and of an example, which is the
picture's own left upper part. Images are prepared by the processors over Pillow and SciPy. Made with transformers 5.18.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from transformers import AutoTokenizer, Owlv2ForObjectDetection, OwlViTForObjectDetection
from transformers.models.owlv2.image_processing_pil_owlv2 import Owlv2ImageProcessorPil
from transformers.models.owlvit.image_processing_pil_owlvit import OwlViTImageProcessorPil

QUERIES = ["a photo of a cat", "the red ball", "a ! b", "two dogs", "one of the words of a long text that has far more than sixteen tokens in it"]
THRESHOLD = 0.2
EXAMPLE = (0, 0, 48, 30)


def plain(result):
    return {k: v.tolist() for k, v in result.items() if v is not None}


for folder in sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if (p / "config.json").exists()):
    second = json.loads((folder / "config.json").read_text())["model_type"] == "owlv2"
    model = (Owlv2ForObjectDetection if second else OwlViTForObjectDetection).from_pretrained(folder).eval()
    images = (Owlv2ImageProcessorPil if second else OwlViTImageProcessorPil).from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    picture = Image.open(sys.argv[2]).convert("RGB")
    sizes = torch.tensor([picture.size[::-1]])

    def pixels(image):
        return torch.as_tensor(np.asarray(images(image)["pixel_values"][0])).float()[None]

    ids = tokenizer(QUERIES, padding="max_length", max_length=16, truncation=True, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        found = model(input_ids=ids, pixel_values=pixels(picture))
        guided = model.image_guided_detection(pixel_values=pixels(picture), query_pixel_values=pixels(picture.crop(EXAMPLE)))
    text = images.post_process_object_detection(found, threshold=THRESHOLD, target_sizes=sizes)[0]
    like = images.post_process_image_guided_detection(guided, threshold=0.0, nms_threshold=0.3, target_sizes=sizes)[0]
    (folder / "picture.json").write_text(json.dumps(dict(
        queries=QUERIES, threshold=THRESHOLD, example=EXAMPLE, input_ids=ids.tolist(), text=plain(text), like=plain(like))))
    print(folder.name, len(text["scores"]), len(like["scores"]))
