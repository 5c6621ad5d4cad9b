"""Makes the small checkpoint files that the tests of dev.jclip.checkpoint.file read.

Usage: make_checkpoint_files.py OUTPUT_FOLDER

Every FILE gets a FILE.expected.json: what PyTorch or safetensors themselves read from it, each
tensor with dtype, shape, the bytes of its row-major elements in hexadecimal, and the same elements
as PyTorch converts them to float32 or int64.
"""

import argparse
import collections
import io
import json
import pathlib
import sys

import safetensors.torch
import torch
from torch import nn

FLOATS = [torch.float64, torch.float32, torch.float16, torch.bfloat16]
INTEGERS = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]


def floats(*shape):
    return torch.randn(*shape, generator=floats.generator)


floats.generator = torch.Generator().manual_seed(20261123)


def every_dtype():
    """One tensor of each readable type, with the numbers that conversions get wrong."""
    hard = [0.0, -0.0, 1.0, -1.0, 65504.0, 6e-8, 6.1e-5, float("inf"), float("-inf"), 1 / 3]
    state = {f"float.{d}".replace("torch.", ""): torch.tensor(hard, dtype=d) for d in FLOATS}
    for d in INTEGERS:
        state[f"integer.{d}".replace("torch.", "")] = torch.tensor([[0, 1, 3], [7, 100, 200]]).to(d)
    return state


def shapes():
    return {
        "scalar": torch.tensor(2.5),
        "empty": torch.empty(0, 4),
        "cube": floats(2, 3, 4),
        "position_ids": torch.arange(5).expand((1, -1)),
    }


def views():
    """Tensors that share storages, lie in the middle of them, or are not contiguous."""
    base = floats(6, 5)
    half = floats(4, 3, 2).half()
    return {
        "base": base,
        "alias": base,
        "transposed": base.t(),
        "middle": base[2:4],
        "column": base[:, 1],
        "row": base[::2][:1],
        "steps": base[::2, ::3],
        "permuted": half.permute(2, 0, 1),
        "nothing": torch.empty(3, 0)[1:],
        "integers": torch.arange(12).reshape(3, 4).t(),
    }


def training():
    model = nn.Sequential(nn.Linear(3, 2), nn.LayerNorm(2))
    optimizer = torch.optim.AdamW(model.parameters())
    model(floats(4, 3)).sum().backward()
    optimizer.step()
    state = collections.OrderedDict(("module." + k, v) for k, v in model.state_dict().items())
    args = argparse.Namespace(lr=1e-3, name="run", path=pathlib.PurePosixPath("/data"))
    return {
        "epoch": 7,
        "name": "tiny-run",
        "loss": 0.25,
        "done": True,
        "args": args,
        "best": None,
        "state_dict": state,
        "optimizer": optimizer.state_dict(),
        "betas": (0.9, 0.98),
    }


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Parameter(floats(3, 2))
        self.norm = nn.BatchNorm1d(2)

    def forward(self, x):
        return self.norm(x @ self.proj)


class Scripted(nn.Module):
    input_resolution: int

    def __init__(self):
        super().__init__()
        self.visual = Block()
        self.tied = self.visual
        self.scale = nn.Parameter(torch.tensor(2.659).half())
        self.register_buffer("context_length", torch.tensor(77))
        self.input_resolution = 32
        self.normalise = True

    def forward(self, x):
        return self.visual(x) * self.scale + self.input_resolution + int(self.context_length)


def expectation(state, extras=None, metadata=None):
    def hexadecimal(t):
        t = t.detach().contiguous().reshape(-1)
        return bytes(t.view(torch.uint8).tolist()).hex() if t.numel() else ""

    def entry(t):
        return {
            "dtype": str(t.dtype)[6:],
            "shape": list(t.shape),
            "bytes": hexadecimal(t),
            "values": hexadecimal(t.float() if t.is_floating_point() else t.long()),
        }

    return {
        "tensors": {name: entry(t) for name, t in state.items()},
        "extras": extras or {},
        "metadata": metadata or {},
    }


def write(folder, name, content, expected):
    (folder / name).write_bytes(content)
    text = json.dumps(expected, separators=(",", ":"))
    (folder / (name + ".expected.json")).write_text(text + "\n")


def torch_bytes(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def jit_bytes(module):
    buffer = io.BytesIO()
    torch.jit.save(module, buffer)
    return buffer.getvalue()


def contiguous(state):
    return {k: v.detach().clone().contiguous() for k, v in state.items()}


def main(folder):
    torch.manual_seed(20261123)
    folder.mkdir(parents=True, exist_ok=True)
    legacy = {"_use_new_zipfile_serialization": False}

    plain = {**every_dtype(), **shapes()}
    metadata = {"format": "pt", "note": "\u00e9\u4e2d\n\""}
    write(
        folder,
        "plain.safetensors",
        safetensors.torch.save(contiguous(plain), metadata),
        expectation(plain, metadata=metadata),
    )
    for protocol in (2, 3, 4, 5):
        content = torch_bytes(plain, pickle_protocol=protocol)
        write(folder, f"plain-protocol{protocol}.pt", content, expectation(plain))
    write(folder, "plain-legacy.bin", torch_bytes(plain, **legacy), expectation(plain))
    few = shapes()
    content = torch_bytes(few, pickle_protocol=1, **legacy)
    write(folder, "shapes-legacy-protocol1.bin", content, expectation(few))

    viewed = views()
    write(folder, "views.pt", torch_bytes(viewed), expectation(viewed))
    write(folder, "views-legacy.pt", torch_bytes(viewed, **legacy), expectation(viewed))

    parameters = collections.OrderedDict(
        weight=nn.Parameter(floats(2, 2)), bias=nn.Parameter(floats(2).bfloat16())
    )
    write(folder, "parameters.pt", torch_bytes(parameters), expectation(parameters))

    trained = training()
    stripped = {k.removeprefix("module."): v for k, v in trained["state_dict"].items()}
    extras = {"epoch": 7, "name": "tiny-run", "loss": 0.25, "done": True}
    expected = expectation(stripped, extras=extras)
    write(folder, "training.pt", torch_bytes(trained), expected)
    write(folder, "training-legacy.pt", torch_bytes(trained, **legacy), expected)

    module = Scripted().eval()
    scripted = torch.jit.script(module)
    extras = {"input_resolution": 32, "normalise": True}
    expected = expectation(scripted.state_dict(), extras=extras)
    write(folder, "scripted.pt", jit_bytes(scripted), expected)
    traced = torch.jit.trace(module, floats(2, 3))
    write(folder, "traced.pt", jit_bytes(traced), expectation(traced.state_dict()))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
