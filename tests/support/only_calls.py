#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that an object calls nothing but what a handler of a signal may call.

Usage: only_calls.py SOURCE COMPILER [FLAG...]

SOURCE is compiled with -O0 and with -O2. Besides the functions that look at memory, which POSIX.1-2024 lists as
async-signal-safe, it may name what the language calls when a promise of ours is broken: a noexcept function that
throws, a view that is cut behind its end.
"""

import pathlib
import subprocess
import sys
import tempfile

LOOKS_AT_MEMORY = {"memchr", "memcmp", "memcpy", "memmove", "memset", "strlen", "bcmp"}
# Which instructions the processor has: data that libgcc fills in before main().
DATA = {"__cpu_model"}
NEVER_REACHED = {
    "__gxx_personality_v0",
    "__cxa_begin_catch",
    "_ZSt9terminatev",
    "_ZSt24__throw_out_of_range_fmtPKcz",
    "__stack_chk_fail",
    "_GLOBAL_OFFSET_TABLE_",
}


def calls_of(source, command, level, directory):
    """Returns the names that an object of the source leaves to others."""
    target = pathlib.Path(directory) / "object.o"
    subprocess.run([*command, level, "-g0", "-c", "-o", str(target), str(source)], check=True)
    symbols = subprocess.run(["nm", "-u", str(target)], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1] for line in symbols.splitlines()}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    source, *command = sys.argv[1:]
    status = 0
    with tempfile.TemporaryDirectory() as directory:
        for level in ("-O0", "-O2"):
            calls = calls_of(source, command, level, directory)
            if not calls & LOOKS_AT_MEMORY:
                print(f"only_calls: at {level} nothing is called at all; has {source} become empty?")
                status = 1
            for name in sorted(calls - LOOKS_AT_MEMORY - DATA - NEVER_REACHED):
                print(f"only_calls: at {level} {source} calls {name}, which a handler of a signal must not")
                status = 1
    sys.exit(status)


if __name__ == "__main__":
    main()
