#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Finds suites that somebody wants to run and that hold no test, which `meson test` passes over in silence.

Usage: meson introspect --tests BUILD | missing_suites.py MESON_TEST_OPTION...

Of the options only `--suite NAME` counts. Prints one sentence per suite without a test.
"""

import json
import sys


def wanted(options):
    """Returns the names that `--suite NAME` or `--suite=NAME` give, in order."""
    names = [name for option, name in zip(options, options[1:]) if option == "--suite"]
    return names + [option.removeprefix("--suite=") for option in options if option.startswith("--suite=")]


def missing(tests, options):
    """Returns the wanted suites that no test is in.

    tests: what meson says of each test; a suite is `project:name` there.
    """
    held = {suite.rpartition(":")[2] for test in tests for suite in test["suite"]}
    return [name for name in wanted(options) if name not in held]


def main():
    names = missing(json.load(sys.stdin), sys.argv[1:])
    for name in names:
        print(f"missing_suites: no test is in the suite '{name}'", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
