"""Runs the script that times the peers, so that each of its cases takes turns with jclip.

usage: python -c THIS SCRIPT ARGUMENTS

In the script a case is `report(peer, precision, what, batch, timed(call))`, run by `main()`. Here `timed` hands its call
on, and `report` prints the case as a JSON line and then obeys stdin: a number of seconds runs the call for so long and
prints the median call's seconds, an empty line ends the case.
"""
import ast
import json
import statistics
import sys
import time

WARM_CALLS = 2


def load(script):
    """The script's names, without what it would run."""
    with open(script, encoding="utf-8") as source:
        tree = ast.parse(source.read(), script)
    tree.body = [statement for statement in tree.body if not isinstance(statement, ast.Expr)]
    names = {"__name__": "peers", "__file__": script}
    exec(compile(tree, script, "exec"), names)
    absent = {"main", "timed", "report"} - names.keys()
    if absent:
        sys.exit(f"{script}: expected functions main, timed and report, found no {', '.join(sorted(absent))}")
    return names


def run(call, seconds):
    times, end = [], time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def tell(**values):
    print(json.dumps(values), flush=True)


def take_turns(peer, precision, what, batch, call):
    for _ in range(WARM_CALLS):
        call()
    tell(peer=peer, precision=precision, what=what, batch=batch)
    for line in sys.stdin:
        if not line.strip():
            return
        tell(seconds=run(call, float(line)))


sys.argv = sys.argv[1:]
peers = load(sys.argv[0])
peers["timed"] = lambda call, *_: call
peers["report"] = take_turns
peers["main"]()
