#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles one use that must be accepted and its rejected twin, and compares what the compiler says.

Usage: compile_fail.py SOURCE COMPILER [FLAG...]

SOURCE says in comments `// expected: <text>` (one or several) what a mistake must print, and holds both
twins: the accepted one, and the rejected one under `#ifdef LOCCER_TEST_REJECTED`. So a rejection is
known to come from the mistake and not from a missing include.
"""

import os
import pathlib
import re
import subprocess
import sys


def expected_texts(source):
    """Returns the texts of the `// expected:` comments."""
    return [match.strip() for match in re.findall(r"^\s*// expected:(.*)$", source, re.MULTILINE)]


def one_line(text):
    return re.sub(r"\s+", " ", text)


def unsaid(path, tool, said, texts):
    """Returns one sentence per expected text that is not in what a tool has said."""
    return [
        f"{path.name}: the {tool} does not say {text!r} but:\n{said}"
        for text in texts
        if one_line(text) not in one_line(said)
    ]


def compile_source(path, command):
    # The quotes in a compiler's messages depend on the locale.
    environment = {**os.environ, "LC_ALL": "C"}
    command = [*command, "-fsyntax-only", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def mistakes(path, command):
    """Returns one sentence per thing that is not as SOURCE says."""
    source = path.read_text(encoding="utf-8")
    texts = expected_texts(source)
    if not texts:
        return [f"{path.name} has no `// expected:` comment"]
    if "LOCCER_TEST_REJECTED" not in source:
        return [f"{path.name} has no rejected twin under LOCCER_TEST_REJECTED"]

    accepted = compile_source(path, command)
    if accepted.returncode != 0:
        return [f"{path.name}: the accepted twin does not compile:\n{accepted.stderr}"]

    rejected = compile_source(path, [*command, "-DLOCCER_TEST_REJECTED"])
    if rejected.returncode == 0:
        return [f"{path.name}: the rejected twin compiles"]
    if rejected.returncode < 0 or "internal compiler error" in rejected.stderr:
        return [f"{path.name}: the compiler crashed:\n{rejected.stderr}"]
    return unsaid(path, "compiler", rejected.stderr, texts)


def main():
    sentences = mistakes(pathlib.Path(sys.argv[1]), sys.argv[2:])
    for sentence in sentences:
        print("compile_fail:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
