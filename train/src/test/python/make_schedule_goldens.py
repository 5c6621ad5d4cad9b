"""Makes golden/schedules.json: learning rates that open_clip's schedulers give.

usage: make_schedule_goldens.py OUTPUT.json
needs: open_clip_torch with open_clip_train
"""
import json
import sys
from types import SimpleNamespace

from open_clip_train.scheduler import const_lr, const_lr_cooldown, cosine_lr

OPTIMIZER = SimpleNamespace(param_groups=[{}])
CASES = [
    # kind, base, warm-up, total, cooldown, power, end
    ("cosine", 1e-3, 5, 40, 0, 1.0, 0.0),
    ("cosine", 5e-4, 0, 17, 0, 1.0, 0.0),
    ("cosine", 3e-4, 50, 30, 0, 1.0, 0.0),
    ("cosine", 5e-4, 10000, 2000000, 0, 1.0, 0.0),
    ("const", 7e-5, 7, 20, 0, 1.0, 0.0),
    ("const", 7e-5, 0, 3, 0, 1.0, 0.0),
    ("const-cooldown", 1e-3, 5, 40, 12, 1.0, 0.0),
    ("const-cooldown", 1e-3, 5, 40, 12, 2.0, 1e-5),
    ("const-cooldown", 1e-3, 0, 25, 25, 0.5, 1e-4),
    ("const-cooldown", 1e-3, 20, 25, 10, 1.5, 1e-6),
    ("const-cooldown", 1e-3, 2, 25, 0, 1.0, 0.0),
]


def schedule(kind, base, warmup, total, cooldown, power, end):
    if kind == "cosine":
        return cosine_lr(OPTIMIZER, base, warmup, total)
    if kind == "const":
        return const_lr(OPTIMIZER, base, warmup, total)
    return const_lr_cooldown(OPTIMIZER, base, warmup, total, cooldown, power, end)


cases = []
for case in CASES:
    rate, total = schedule(*case), case[3]
    steps = range(total) if total < 100 else [0, 1, 9998, 9999, 10000, 10001, 777777, 1999998, 1999999]
    keys = ("kind", "base", "warmup", "total", "cooldown", "power", "end")
    cases.append(dict(zip(keys, case), steps=list(steps), rates=[rate(step) for step in steps]))
with open(sys.argv[1], "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
