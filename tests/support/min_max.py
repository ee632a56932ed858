#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes a translation unit in which `min` and `max` are macros, as some platform headers define them.

Usage: min_max.py INCLUDE_DIR OUTPUT HEADER...

What the headers include from elsewhere comes first (the standard library undefines both names), then
the macros, then every header.
"""

import pathlib
import sys

import layers


def main():
    include_dir, output, headers = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    foreign = {name for header in headers for name, _ in layers.includes_of(include_dir / header)}
    lines = [f"#include <{name}>" for name in sorted(foreign) if not name.startswith("loccer/")]
    lines += ["#define min(a, b) minimum is a macro", "#define max(a, b) maximum is a macro"]
    lines += [f"#include <{header}>" for header in headers]
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
