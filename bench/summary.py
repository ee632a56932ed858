#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints what matters most of the figures that bench/run.sh has written, each beside what is aimed at.

Usage: summary.py FIGURES_JSON

What was not measured, since a program was left out or a peer was not found, is left out.
"""

import itertools
import json
import sys


class Figures:
    """The figures of one run, by question and contender."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            programs = json.load(file)["programs"]
        self._found = {}
        for program in programs:
            name = program["program"].removeprefix("bench_")
            for result in program["results"]:
                self._found[name, result["question"], result["contender"]] = result

    def value(self, program, question, contender, key):
        result = self._found.get((program, question, contender))
        return result.get(key) or None if result else None

    def instructions_a_byte(self, question, contender):
        result = self._found.get(("serialize", question, contender))
        return result["instructions"] / result["bytes"] if result and result["instructions"] else None

    def times(self, program, question, contender, of):
        """How many times as long the contender takes as the other one."""
        one = self.value(program, question, contender, "times_first")
        other = self.value(program, question, of, "times_first")
        return one / other if one and other else None

    def ns_a_frame(self, program, question):
        result = self._found.get((program, question, "loccer"))
        return result["ns"] / result["frames"] if result and result["frames"] else None


EVERY = "loccer, every byte escaped"
KEPT = "loccer, platform and frames kept"
CAPTURE = "an exception, recorded"
MEMORY = "loccer with platform, to memory"
TO_FILE = "loccer with platform, to a file"
DEEP = "a stack, 30 calls deep"
FRONT = "bytes a site, front.hpp (below the first: more)"


def serialising(figures):
    for record, every, kept in (("big record", 2.8, 1.8), ("small record", 1.95, 1.1)):
        for contender, most in ((EVERY, every), (KEPT, kept)):
            title = f"{record}, {contender.removeprefix('loccer, ')}: instructions a byte"
            yield title, "<=", most, figures.instructions_a_byte(record, contender)
    for record, peer, contender, least in (
        ("big record", "RapidJSON, SSE2", EVERY, 4),
        ("big record", "nlohmann, document ready", EVERY, 12),
        ("big record", "glaze", EVERY, 2),
        ("big record, rotating", "glaze", EVERY, 1.8),
        ("big record", "glaze", KEPT, 3),
        ("small record", "glaze", KEPT, 4),
    ):
        title = f"{record}: {peer}, times {contender}"
        yield title, ">=", least, figures.times("serialize", record, peer, contender)


def stacks(figures):
    deepest = "a stack, 100 calls deep"
    yield "a frame of a stack: ns", "<=", 10, figures.ns_a_frame("unwind", DEEP)
    yield "a frame, with frame pointers: ns", "<=", 2, figures.ns_a_frame("unwind_frame_pointers", deepest)
    times = figures.times("unwind", DEEP, "Boost.Stacktrace", "loccer")
    yield "a stack: Boost.Stacktrace, times loccer", ">=", 15, times


def captures(figures):
    for contender, most in (
        ("loccer, raw frames, to memory", 1.2),
        ("loccer, raw frames, to a ring file", 1.2),
        (MEMORY, 1.5),
        ("loccer with platform, to a ring file", 1.5),
        (TO_FILE, 3.8),
    ):
        times = figures.value("capture", CAPTURE, contender, "times_first")
        yield f"a capture: {contender}, times the throw", "<=", most, times
    for peer, contender, least in (
        ("cpptrace, resolved, not written", MEMORY, 15),
        ("sentry-native, symbolised, to a file", TO_FILE, 4),
    ):
        yield f"a capture: {peer}, times loccer", ">=", least, figures.times("capture", CAPTURE, peer, contender)
    line = figures.times("capture", CAPTURE, TO_FILE, "spdlog, the message alone, flushed")
    yield "a capture to a file, times a line of spdlog, flushed", "<=", 2, line
    original = figures.value("original", "an exception, recorded by the original", "with platform, to memory", "ns")
    memory = figures.value("capture", CAPTURE, MEMORY, "ns")
    times = original / memory if original and memory else None
    yield "a capture to memory: the original, times loccer", ">=", 25, times
    facts = figures.value("facts", "all facts", "loccer, a known key", "ns")
    yield "time, type, message and a removed key: ns", "<=", 100, facts
    both = figures.value("threads", "recorded with platform, to memory", "2 threads", "times_first")
    yield "two threads, to memory: records a second, times one", ">=", 1.8, 1 / both if both else None
    plain = figures.value("tasks", "a resume", "Asio alone", "ns")
    task = figures.value("tasks", "a resume", "as a task, with await()", "ns")
    yield "a resume of a coroutine that is a task: ns more", "<=", 300, task - plain if plain and task else None


def sites(figures):
    loops = "the happy path"
    plain = figures.value("happy_path", loops, "work();", "instructions")
    for title, loop, most in (
        ("a scope through which nothing is thrown: instructions", "LOCCER_CAPTURE(log) { work(); };", 0),
        ("the same with two variables: instructions", "LOCCER_CAPTURE(log, a, b) { work(); };", 4),
        ("LOCCER_LOCALS(a, b): instructions", "LOCCER_LOCALS(a, b); work();", 17),
    ):
        count = figures.value("happy_path", loops, loop, "instructions")
        yield title, "<=", most, count - plain if count and plain else None
    for title, source, most in (
        ("a file with the full type: 10^9 instructions to compile", "loccer.hpp, a composed type, a capture", 4),
        ("a file with the light front: 10^9 instructions to compile", "front.hpp, captures into a declared log", 0.6),
    ):
        count = figures.value("include_cost", "a file, compiled", source, "instructions")
        yield title, "<=", most, count / 1e9 if count else None
    scope = figures.value("site_size", FRONT, "LOCCER_CAPTURE(errors) { work(); };", "bytes")
    yield "a scope in a file with the light front: bytes, hot and cold", "<=", 40, scope


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    table = [("", "aim", "measured")]
    figures = Figures(sys.argv[1])
    parts = (serialising(figures), stacks(figures), captures(figures), sites(figures))
    for title, sign, aim, measured in itertools.chain(*parts):
        if measured is None:
            continue
        reached = round(measured, 2) <= aim if sign == "<=" else round(measured, 2) >= aim
        table.append((title, f"{sign} {aim:g}", f"{measured:.2f}" + ("" if reached else " *")))
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    for number, row in enumerate(table):
        print(f"| {row[0]:<{widths[0]}} | {row[1]:>{widths[1]}} | {row[2]:<{widths[2]}} |")
        if number == 0:
            print(f"| {'-' * widths[0]} | {'-' * (widths[1] - 1)}: | {'-' * widths[2]} |")
    if any(row[2].endswith("*") for row in table):
        print("\n* not reached")


if __name__ == "__main__":
    main()
