#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the Python library that loccer re-creates as bench/capture.cpp measures loccer.

Usage: original.py SOURCES [FIGURES]

SOURCES is a copy of https://github.com/SourceCode-AI/loccer. An exception is raised five calls down and recorded where
it is caught, in turns: the bare raise, and with `platform` to memory and to a file. Prints a table; FIGURES gets them as
JSON, as those of the other benchmarks.
"""

import json
import pathlib
import random
import statistics
import sys
import tempfile
import time

sys.path.insert(0, sys.argv[1])

import loccer  # noqa: E402
from loccer.integrations.platform_context import PlatformIntegration  # noqa: E402
from loccer.outputs.file_stream import JSONFileOutput  # noqa: E402
from loccer.outputs.misc import InMemoryOutput  # noqa: E402

ROUNDS = 41
CALLS = 20
QUESTION = "an exception, recorded by the original"


def fail(depth):
    order, quantity = "17", 4
    if depth == 0:
        raise RuntimeError(f"order {order} was not settled: no answer within {quantity * 50} ms")
    return fail(depth - 1)


def recorded_by(record):
    def once():
        try:
            fail(5)
        except RuntimeError:
            record()

    return once


def nanoseconds(once):
    begin = time.perf_counter_ns()
    for _ in range(CALLS):
        once()
    return (time.perf_counter_ns() - begin) / CALLS


def measure(folder):
    """Returns the times of each contender, round by round."""
    platform = [PlatformIntegration()]
    memory = loccer.Loccer([InMemoryOutput()], platform)
    file = loccer.Loccer([JSONFileOutput(pathlib.Path(folder) / "errors.log")], platform)
    contenders = {
        "bare raise and except": recorded_by(lambda: None),
        "with platform, to memory": recorded_by(memory),
        "with platform, to a file": recorded_by(file),
    }
    times = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name in random.sample(list(contenders), len(contenders)):
            times[name].append(nanoseconds(contenders[name]))
    return times


def main():
    with tempfile.TemporaryDirectory() as folder:
        times = measure(folder)
    first = next(iter(times.values()))
    results = []
    print(f"\n| {QUESTION} | ns | times the first |\n| --- | ---: | ---: |")
    for name, taken in times.items():
        ratio = statistics.median(mine / its for mine, its in zip(taken, first))
        median = statistics.median(taken)
        results.append({"question": QUESTION, "contender": name, "ns": median, "times_first": ratio})
        print(f"| {name} | {median:.0f} | {ratio:.2f} |")
    if len(sys.argv) > 2:
        program = {"program": "original.py", "compiler": f"Python {sys.version.split()[0]}", "results": results}
        pathlib.Path(sys.argv[2]).write_text(json.dumps(program), encoding="utf-8")


if __name__ == "__main__":
    main()
