#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts what a run of `meson test` showed: each GoogleTest case as one, each other test as one.

Usage: count.py TESTLOG_JSON...

Prints `PASSED FAILED`. A GoogleTest program that ends badly without a failed case (it crashed, or ran
out of time) is one failure more than the cases it finished.
"""

import json
import re
import sys

CASE = re.compile(r"^\[ +(OK|FAILED|SKIPPED) +\] [\w/]+\.[\w/]+(?:, where .*)? \(\d+ ms\)$", re.MULTILINE)


def count(result):
    """Returns (passed, failed) of one entry of meson's log."""
    cases = CASE.findall(result.get("stdout", ""))
    passed, failed = cases.count("OK"), cases.count("FAILED")
    if not cases:
        return {"OK": (1, 0), "EXPECTEDFAIL": (1, 0), "SKIP": (0, 0)}.get(result["result"], (0, 1))
    if result["result"] != "OK" and failed == 0:
        failed = 1
    return passed, failed


def main():
    passed = failed = 0
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as log:
            for line in log:
                more_passed, more_failed = count(json.loads(line))
                passed, failed = passed + more_passed, failed + more_failed
    print(passed, failed)


if __name__ == "__main__":
    main()
