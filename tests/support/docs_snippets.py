#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the C++ on the pages is the C++ that is compiled.

Usage: docs_snippets.py SOURCE_ROOT [--write]

Each fenced cpp block of README.md and docs/*.md stands below a line `<!-- from: PATH#REGION -->` (or
`<!-- from: PATH -->` for a whole file) and equals that region without its common indentation. A region
of a source lies between two lines `//! [REGION]`; the marks of other regions in it are dropped.
With --write, pages get what the sources say.
"""

import pathlib
import re
import sys
import textwrap

BLOCK = re.compile(r"^(?:<!-- from: (\S+) -->\n)?```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"^\s*//! \[")


def region_of(source, region):
    """Returns the text of a region without its common indentation, or None where it is not there once."""
    lines = source.splitlines()
    if region:
        marks = [number for number, line in enumerate(lines) if line.strip() == f"//! [{region}]"]
        if len(marks) != 2:
            return None
        lines = lines[marks[0] + 1 : marks[1]]
    kept = [line for line in lines if not MARK.match(line)]
    return textwrap.dedent("\n".join(kept)).strip("\n") + "\n"


def mistakes(page, read):
    """Returns one sentence per block of a page that is not what it says.

    read: gives the text of a source by its path, or None.
    """
    for origin, block in BLOCK.findall(page):
        first = block.splitlines()[0] if block else ""
        if not origin:
            yield f"the block that begins with `{first}` does not say where it is from"
            continue
        path, _, region = origin.partition("#")
        source = read(path)
        if source is None:
            yield f"{origin}: there is no such file"
            continue
        wanted = region_of(source, region)
        if wanted is None:
            yield f"{origin}: the file does not have exactly one region of this name"
        elif block != wanted:
            yield f"{origin}: the page differs from the source, which says:\n{wanted}"


def updated(page, read):
    """Returns the page with each block as its source says, where that is there."""

    def update(match):
        path, _, region = (match[1] or "").partition("#")
        wanted = region_of(read(path) or "", region) if match[1] else None
        return match[0] if wanted is None else f"<!-- from: {match[1]} -->\n```cpp\n{wanted}```"

    return BLOCK.sub(update, page)


def main():
    root = pathlib.Path(sys.argv[1])

    def read(path):
        return (root / path).read_text(encoding="utf-8") if (root / path).is_file() else None

    failed = False
    for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        if "--write" in sys.argv[2:]:
            page.write_text(updated(page.read_text(encoding="utf-8"), read), encoding="utf-8")
        for sentence in mistakes(page.read_text(encoding="utf-8"), read):
            print(f"docs_snippets: {page.relative_to(root)}: {sentence}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
