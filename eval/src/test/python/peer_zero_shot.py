"""The peers' whole zero-shot run: open_clip computes, CLIP_benchmark's own functions evaluate.

usage: peer_zero_shot.py CLIP_BENCHMARK_CHECKOUT MODEL_FOLDER SHARD ATTRIBUTE TEMPLATES PREDICTIONS [amp]
needs: torch, open_clip, scikit-learn, tqdm, and a checkout of github.com/LAION-AI/CLIP_benchmark

MODEL_FOLDER is in open_clip's layout; `make MODEL_FOLDER VOCABULARY` in place of the arguments makes
one with random weights. TEMPLATES has one a line. Prints one JSON object with figures and seconds.
"""
import io
import json
import logging
import sys
import tarfile
import time

import numpy as np


def make(folder, vocabulary):
    import os
    import shutil

    import open_clip
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    os.makedirs(folder, exist_ok=True)
    model = open_clip.create_model("ViT-B-32-quickgelu")
    save_file(
        {k: v.contiguous() for k, v in model.state_dict().items() if k != "attn_mask"},
        f"{folder}/open_clip_model.safetensors",
    )
    preprocess = open_clip.get_model_preprocess_cfg(model)
    config = {
        "model_cfg": open_clip.get_model_config("ViT-B-32-quickgelu"),
        "preprocess_cfg": {k: preprocess[k] for k in ("mean", "std", "interpolation", "resize_mode")},
    }
    with open(f"{folder}/open_clip_config.json", "w") as file:
        json.dump(config, file)
    shutil.copy(vocabulary, folder)


def main():
    sys.path.insert(0, sys.argv[1])
    folder, shard, attribute, templates, output = sys.argv[2:7]
    amp = "amp" in sys.argv[7:]
    began = time.time()
    import open_clip
    import torch
    from clip_benchmark.metrics import zeroshot_classification
    from PIL import Image

    logging.disable(logging.WARNING)
    # NumPy 2.4 refuses float(array of one element), which their accuracy() does.
    zeroshot_classification.float = lambda x: float(np.asarray(x).item())
    model, _, transform = open_clip.create_model_and_transforms("local-dir:" + folder)
    model.eval()
    tokenizer = open_clip.get_tokenizer("ViT-B-32-quickgelu")

    pictures, labels = [], []
    with tarfile.open(shard) as tar:
        for member in tar:
            data = tar.extractfile(member).read()
            if member.name.endswith(".jpg"):
                pictures.append(data)
            elif member.name.endswith(".json"):
                labels.append(json.loads(data)[attribute])
    names = sorted(set(labels))
    place = {name: i for i, name in enumerate(names)}

    class Pictures(torch.utils.data.Dataset):
        classes = names

        def __len__(self):
            return len(pictures)

        def __getitem__(self, i):
            return transform(Image.open(io.BytesIO(pictures[i]))), place[labels[i]]

    seen = []
    run_classification = zeroshot_classification.run_classification

    def kept(*args, **kwargs):
        logits, target = run_classification(*args, **kwargs)
        seen.append(logits.argmax(1))
        return logits, target

    zeroshot_classification.run_classification = kept
    loader = torch.utils.data.DataLoader(Pictures(), batch_size=64, num_workers=1)
    prompts = [line.strip() for line in open(templates) if line.strip()]
    metrics = zeroshot_classification.evaluate(
        model, loader, tokenizer, names, prompts, "cpu", amp=amp
    )
    json.dump(seen[0].tolist(), open(output, "w"))
    print(json.dumps({"amp": amp, "seconds": time.time() - began, **metrics}))


if sys.argv[1] == "make":
    make(*sys.argv[2:4])
else:
    main()
