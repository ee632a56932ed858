#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Takes the debug information of a program into a file of its own, and runs the program, which checks its own stack.

Usage: separate_debug.py OBJCOPY PROGRAM WAY

WAY is `by-link`: the program names the file beside it, and both have a build id; or `by-link-and-checksum`: they
have none, and the checksum of the file decides.
"""

import pathlib
import subprocess
import sys
import tempfile


def main():
    objcopy, program, way = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory() as work:
        stripped = pathlib.Path(work) / program.name
        debug = pathlib.Path(work) / ".debug" / (program.name + ".debug")
        debug.parent.mkdir()
        without_id = [] if way == "by-link" else ["--remove-section", ".note.gnu.build-id"]
        subprocess.run([objcopy, "--only-keep-debug", *without_id, program, debug], check=True)
        link = [f"--add-gnu-debuglink={debug}"]
        subprocess.run([objcopy, "--strip-all", *without_id, *link, program, stripped], check=True)
        return subprocess.run([stripped, "lines" if way == "by-link" else "lines-without-id"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
