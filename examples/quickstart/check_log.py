#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the quickstart and checks that its log tells of every broken row, and of no password.

Usage: check_log.py SETTLE ORDERS LOG [CHECK_LINES]

CHECK_LINES is the tests' program that reads each line with two strict parsers.
"""

import collections
import csv
import json
import os
import pathlib
import subprocess
import sys


def fail(sentence):
    sys.exit(f"check_log: {sentence}")


def main():
    settle, orders, log = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    log.unlink(missing_ok=True)
    said = subprocess.run([settle, orders, log], capture_output=True, text=True, check=True).stdout
    if not said.startswith("2940 orders settled, 60 not"):
        fail(f"settle says {said!r}")

    for program in sys.argv[4:]:
        lines = subprocess.run([program], env={**os.environ, "LOCCER_TEST_LINES": log}, capture_output=True, text=True)
        if lines.returncode != 0:
            fail(f"a line is no record: {lines.stdout}")

    text = log.read_bytes()
    records = [json.loads(line) for line in text.decode("utf-8").splitlines()]
    kinds = collections.Counter(record.get("exc_type", record["loccer_type"]) for record in records)
    wanted = {
        "(anonymous namespace)::BadRow": 36,
        "(anonymous namespace)::OverLimit": 6,
        "std::invalid_argument": 12,
        "std::out_of_range": 6,
        "metadata_log": 1,
    }
    if kinds != wanted:
        fail(f"the log has {dict(kinds)}")
    for record in records[:-1]:
        if record["origin"] != "throw" or record["handled"] is not True:
            fail(f"an exception without the stack of its throw: {record['msg']}")
        if record["exc_type"].endswith("BadRow") and not record["causes"]:
            fail(f"a cause is missing: {record['msg']}")
    if [record["seq"] for record in records] != list(range(1, len(records) + 1)):
        fail("the numbers of the records have gaps")

    with orders.open(encoding="latin-1", newline="") as file:
        next(file)
        secrets = {column for row in csv.reader(file) for column in row[2:4] if column}
    leaked = [secret for secret in secrets if secret.encode() in text]
    if leaked:
        fail(f"{len(leaked)} passwords or badge numbers stand in the log, {leaked[0]!r} among them")
    if b"[REDACTED]" not in text or "Ren\ufffd Fa\ufffdbender".encode() not in text:
        fail("the markers for redacted values and for bytes that are no UTF-8 are missing")


if __name__ == "__main__":
    main()
