"""Pairs a second through open_clip's WebDataset pipeline with one worker.

Needs open_clip_train, webdataset and torchvision. Usage:
python peer_pipeline.py SHARDS IMAGE_SIZE BATCH_SIZE WARM_UP MEASURED [--no-text]
SHARDS is a brace pattern. --no-text leaves the tokenizer out, whose work jclip's pipeline leaves to
the training step; what is left of open_clip's includes the float tensors, which jclip makes there too.
"""
import argparse
import time
from types import SimpleNamespace

import open_clip
import torch
from open_clip.transform import image_transform
from open_clip_train.data import get_wds_dataset


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shards")
    parser.add_argument("numbers", type=int, nargs=4)
    parser.add_argument("--no-text", action="store_true")
    options = parser.parse_args()
    image_size, batch_size, warm_up, measured = options.numbers
    args = SimpleNamespace(
        train_data=options.shards, train_num_samples=(warm_up + measured + 8) * batch_size,
        train_data_upsampling_factors=None, dataset_resampled=False, seed=0, batch_size=batch_size,
        workers=1, world_size=1)
    no_text = torch.zeros((1, 77), dtype=torch.long)
    tokenizer = (lambda text: no_text) if options.no_text else open_clip.get_tokenizer("ViT-B-32")
    transform = image_transform(image_size, is_train=True)
    batches = iter(get_wds_dataset(args, transform, True, tokenizer=tokenizer).dataloader)
    for _ in range(warm_up):
        next(batches)
    start = time.perf_counter()
    for _ in range(measured):
        next(batches)
    seconds = time.perf_counter() - start
    print(f"open_clip: {measured * batch_size / seconds:.0f} pairs/s "
          f"({measured} batches of {batch_size}, {'no text' if options.no_text else 'tokenized'})")


if __name__ == "__main__":
    main()
