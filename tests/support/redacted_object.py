#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks in objects what is promised of redaction at compile time.

Usage: redacted_object.py SOURCE COMPILER [FLAG...]

A value under a redacted literal key leaves nothing in the program: not its constants, not its formatter, no
call of the function that would have made it, and no judging of keys at run time. The same source with a key
that is shown has all of that, so the check is known to be able to fail. A log with NoRedaction has no code
that looks through texts. SOURCE is compiled with -O0 and with -O2.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# What is in the object only where the values are shown: bytes of constants, and names of symbols.
CONSTANTS = [b"constant-of-the-callable", b"constant-of-the-formatter", b"inner-of-the-object", b"element-of-the-array"]
SYMBOLS = ["format_the_secret", "loccer_describe"]
# What judges a key at run time.
KEY_JUDGE = re.compile(r"redacts\b|redacts_key|redacts_object|redacts_or_fails|::finds|is_sensitive|Automaton|is_safe")
# What looks through a text.
TEXT_JUDGE = re.compile(r"put_judged|put_in_parts|next_secret|TextScanner|JudgedKey|sure_end|redacts_number")


def compiled(source, command, directory, level, key, defines):
    """Returns (bytes of the object's data and code, the names of its symbols, defined and referred to)."""
    target = pathlib.Path(directory) / "object.o"
    flags = [level, "-g0", "-c", f'-DLOCCER_TEST_KEY="{key}"', *defines, "-o", str(target)]
    subprocess.run([*command, *flags, str(source)], check=True)
    symbols = subprocess.run(["nm", "-C", str(target)], check=True, capture_output=True, text=True).stdout
    return target.read_bytes(), without_arguments(symbols)


def without_arguments(names):
    """Returns demangled names without template arguments, in which types stand that need not be there."""
    before = None
    while names != before:
        before, names = names, re.sub(r"<[^<>\n]*>", "", names)
    return names


def calls_of(directory):
    """Returns the demangled names that the code of show() and of its lambdas refers to."""
    target = pathlib.Path(directory) / "object.o"
    text = subprocess.run(
        ["objdump", "-d", "-r", "-C", "--no-show-raw-insn", str(target)], check=True, capture_output=True, text=True
    ).stdout
    functions = re.split(r"^[0-9a-f]+ <(?=.*>:$)", text, flags=re.MULTILINE)[1:]
    own = [function for function in functions if "secret_object::show" in function.splitlines()[0]]
    return without_arguments("\n".join(own))


def found(content, symbols):
    """Returns what of the values is in an object."""
    return [text.decode() for text in CONSTANTS if text in content] + [name for name in SYMBOLS if name in symbols]


def mistakes(source, command, directory):
    for level in ("-O0", "-O2"):
        where = f"{command[0]} {level}"
        content, symbols = compiled(source, command, directory, level, "password", [])
        own_code = calls_of(directory)
        if "secret_object::show" not in symbols or not own_code:
            yield f"{where}: the object has no show()"
        for left in found(content, symbols):
            yield f"{where}: the object still holds {left}, which only a redacted value needs"
        if match := KEY_JUDGE.search(own_code):
            yield f"{where}: a literal key is judged at run time: {match[0]}"
        if match := KEY_JUDGE.search(symbols):
            yield f"{where}: the object holds a judge of keys: {match[0]}"

        content, symbols = compiled(source, command, directory, level, "depth", [])
        present = found(content, symbols)
        if len(present) != len(CONSTANTS) + len(SYMBOLS):
            yield f"{where}: of shown values the object holds only {present}; this check would find nothing"

        content, symbols = compiled(source, command, directory, level, "password", ["-DLOCCER_TEST_SHOWS_ALL=1"])
        present = found(content, symbols)
        if len(present) != len(CONSTANTS) + len(SYMBOLS):
            yield f"{where}: NoRedaction shows only {present}"
        if match := TEXT_JUDGE.search(symbols):
            yield f"{where}: with NoRedaction texts are looked through: {match[0]}"


def main():
    source, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    with tempfile.TemporaryDirectory() as directory:
        sentences = list(mistakes(source, command, directory))
    for sentence in sentences:
        print("redacted_object:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
