"""Reads a folder of event files with TensorBoard's own reader and prints what it finds.

usage: check_tensorboard.py FOLDER
needs: tensorboard
"""
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "tensors": 0})
events.Reload()
tags = events.Tags()
for tag in tags["scalars"]:
    print(tag, *(f"{scalar.step}:{scalar.value:g}" for scalar in events.Scalars(tag)))
for tag in tags["tensors"]:
    metadata = events.SummaryMetadata(tag)
    for text in events.Tensors(tag):
        value = tensor_util.make_ndarray(text.tensor_proto).item().decode()
        print(tag, f"[{metadata.plugin_data.plugin_name}]", f"{text.step}:{value}")
