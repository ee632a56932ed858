#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares an explicit list of files with the folder they come from.

Usage: check_list.py FOLDER PATTERN FILE...

Fails, naming each file, when a file below FOLDER that matches PATTERN is not listed, or a listed one
does not exist, or one is listed twice. Meson runs it during the setup.
"""

import pathlib
import sys


def differences(folder, pattern, listed):
    """Returns one sentence per file that the list and the folder disagree on."""
    present = {path.relative_to(folder).as_posix() for path in folder.rglob(pattern)}
    sentences = [f"{folder.name}/{name} is not listed in a meson.build" for name in sorted(present - set(listed))]
    sentences += [f"{folder.name}/{name} is listed but does not exist" for name in sorted(set(listed) - present)]
    sentences += [f"{folder.name}/{name} is listed twice" for name in sorted(set(listed)) if listed.count(name) > 1]
    return sentences


def main():
    folder, pattern, listed = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    sentences = differences(folder, pattern, listed)
    for sentence in sentences:
        print("check_list:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
