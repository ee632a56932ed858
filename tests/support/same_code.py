#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks in an object that handing things to policies is the code of calls that are written by hand.

Usage: same_code.py SOURCE COMPILER [FLAG...]

SOURCE is compiled with -O2. For each function `dispatched_X` there is `by_hand_X`, which must not have fewer
instructions. Whatever refers to a function of the namespace `told`, anywhere in the
object, is a direct call or jump; `dispatched_X_N` calls N of them, in their order where it calls them without asking.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

FUNCTION = re.compile(r"^[0-9a-f]+ <(.*)>:$")
INSTRUCTION = re.compile(r"^ +[0-9a-f]+:\t(?:(?:lock|rep|notrack|data16|bnd) )*([a-z][\w.]*) *(.*)$")
RELOCATION = re.compile(r"^\s+[0-9a-f]+: R_\S+\s+(.*?)(?:[+-]0x[0-9a-f]+)?$")
# What fills the space behind a function, or marks where indirect jumps may land.
PADDING = re.compile(r"nop|xchg|data16|cs$|int3|endbr64|bti")
DIRECT = re.compile(r"(?:call|jmp|j[a-z]+|b|bl)q?$")
TOLD = re.compile(r"_ZN4told\w*?ILi(\d+)E")
NUMBER_OF_PAIRS = 14


def disassembled(directory, source, command):
    """Returns {function: [[mnemonic, operands, the symbol that it refers to or None]]}."""
    target = pathlib.Path(directory) / "object.o"
    subprocess.run([*command, "-O2", "-g0", "-c", "-o", str(target), str(source)], check=True)
    dump = ["objdump", "-d", "-r", "--no-show-raw-insn", str(target)]
    functions = collections.defaultdict(list)
    for line in subprocess.run(dump, check=True, capture_output=True, text=True).stdout.splitlines():
        if match := FUNCTION.match(line):
            function = functions[match[1]]
        elif match := INSTRUCTION.match(line):
            if not PADDING.match(match[1]):
                function.append([match[1], match[2], None])
        elif match := RELOCATION.match(line):
            function[-1][2] = match[1]
    return functions


def told_in(function):
    """Returns the numbers of the policies that a function refers to, as they stand there."""
    return [int(match[1]) for _, _, symbol in function if symbol and (match := TOLD.match(symbol))]


def data_that_refers_to_them(directory):
    """Returns the relocations of other sections than those of code."""
    sections = subprocess.run(
        ["objdump", "-r", str(pathlib.Path(directory) / "object.o")], check=True, capture_output=True, text=True
    ).stdout.split("RELOCATION RECORDS FOR ")
    return [part.split("]")[0] + "]" for part in sections if not part.startswith("[.text") and TOLD.search(part)]


def mistakes(directory, source, command):
    functions = disassembled(directory, source, command)
    where = command[0]
    pairs = [name.removeprefix("dispatched_") for name in functions if re.match(r"dispatched_\w+$", name)]
    if len(pairs) != NUMBER_OF_PAIRS:
        yield f"{where}: {len(pairs)} pairs of functions are compared instead of {NUMBER_OF_PAIRS}"
    for name in pairs:
        kinds = {}
        for way in ("dispatched_", "by_hand_"):
            parts = (functions[part] for part in (way + name, way + name + ".cold") if part in functions)
            kinds[way] = collections.Counter(mnemonic for part in parts for mnemonic, _, _ in part)
        ours, by_hand = kinds.values()
        print(f"{where}: {name}: {ours.total()} instructions, by hand {by_hand.total()}")
        if ours.total() > by_hand.total():
            yield f"{where}: {name} has {dict(ours - by_hand)} more than by hand, and {dict(by_hand - ours)} less"
        told = told_in(functions["dispatched_" + name])
        expected = [] if name.startswith("idle") else [*range(1, int(name.rsplit("_", 1)[1]) + 1)]
        if (told if name.startswith("sure") else sorted(told)) != expected:
            yield f"{where}: {name} calls the policies {told} instead of {expected}"
    of_the_log = set()
    for name, function in functions.items():
        for mnemonic, operands, symbol in function:
            if symbol and (match := TOLD.match(symbol)):
                of_the_log.update([symbol] if match[1] == "11" else [])
                if not DIRECT.match(mnemonic):
                    yield f"{where}: {name} refers to {symbol} by `{mnemonic} {operands}`"
    if len(of_the_log) != 4:
        yield f"{where}: the log refers to {sorted(of_the_log)} instead of one function for each of its four policies"
    for section in data_that_refers_to_them(directory):
        yield f"{where}: data of {section} refers to policies"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    source, *command = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        sentences = list(mistakes(directory, source, command))
    for sentence in sentences:
        print("same_code:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
