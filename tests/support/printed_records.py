#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a program and checks the records among what it prints.

Usage: printed_records.py PROGRAM CHECK_LINES

Passes where the program ends with 0, prints at least one line that begins with `{`, and CHECK_LINES, the tests'
program that reads each line with two strict parsers, takes every such line for a record.
"""

import os
import pathlib
import subprocess
import sys
import tempfile


def records_in(printed):
    """Returns the lines that are meant to be records, each with its end."""
    return b"".join(line + b"\n" for line in printed.split(b"\n") if line.startswith(b"{"))


def main():
    program, check_lines = sys.argv[1], sys.argv[2]
    done = subprocess.run([program], stdout=subprocess.PIPE, check=False)
    sys.stdout.flush()
    sys.stdout.buffer.write(done.stdout)
    if done.returncode != 0:
        sys.exit(f"printed_records: {program} ended with {done.returncode}")
    records = records_in(done.stdout)
    if not records:
        sys.exit(f"printed_records: {program} printed no record")
    with tempfile.TemporaryDirectory() as directory:
        lines = pathlib.Path(directory) / "records"
        lines.write_bytes(records)
        checked = subprocess.run([check_lines], env={**os.environ, "LOCCER_TEST_LINES": str(lines)}, check=False)
    return checked.returncode


if __name__ == "__main__":
    sys.exit(main())
