"""Writes all flags of open_clip's training, as its own parser has them, to ../resources/open_clip_flags.json.

usage: open_clip_flags.py      needs open_clip_torch (its package open_clip_train)
"""
import argparse
import importlib.metadata
import json
import pathlib

from open_clip_train import params

parsers = []
build = argparse.ArgumentParser.parse_args


def remember(parser, args=None, namespace=None):
    parsers.append(parser)
    return build(parser, args, namespace)


argparse.ArgumentParser.parse_args = remember
params.parse_args([])


def described(action):
    flag = isinstance(action, argparse._StoreTrueAction)
    return {
        "names": action.option_strings,
        "values": 0 if flag else action.nargs or 1,
        "type": None if flag or action.type is None else action.type.__name__,
        "choices": action.choices,
        "default": action.default,
    }


flags = [described(a) for a in parsers[0]._actions if not isinstance(a, argparse._HelpAction)]
version = importlib.metadata.version("open_clip_torch")
target = pathlib.Path(__file__).parent.parent / "resources" / "open_clip_flags.json"
lines = ",\n".join("  " + json.dumps(flag) for flag in flags)
target.write_text(f'{{"open_clip_torch": "{version}",\n "flags": [\n{lines}\n]}}\n')
print(f"{len(flags)} flags of open_clip_torch {version}")
