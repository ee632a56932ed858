#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles a program that must not link, and compares what the linker says.

Usage: link_fail.py SOURCE COMPILER [FLAG...]

SOURCE says in comments `// expected: <text>` (one or several) what the linker must print. It must compile.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from compile_fail import expected_texts, unsaid


def run(command):
    # The quotes in a linker's messages depend on the locale.
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def mistakes(path, command, directory):
    """Returns one sentence per thing that is not as SOURCE says."""
    texts = expected_texts(path.read_text(encoding="utf-8"))
    if not texts:
        return [f"{path.name} has no `// expected:` comment"]
    unit = str(pathlib.Path(directory) / "unit.o")
    compiled = run([*command, "-c", str(path), "-o", unit])
    if compiled.returncode != 0:
        return [f"{path.name} does not compile:\n{compiled.stderr}"]
    linked = run([command[0], unit, "-o", str(pathlib.Path(directory) / "program")])
    if linked.returncode == 0:
        return [f"{path.name} links"]
    return unsaid(path, "linker", linked.stderr, texts)


def main():
    with tempfile.TemporaryDirectory() as directory:
        sentences = mistakes(pathlib.Path(sys.argv[1]), sys.argv[2:], directory)
    for sentence in sentences:
        print("link_fail:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
