#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the anchors that messages of the library point to with the page that explains them.

Usage: errors_page.py INCLUDE_DIR ERRORS_PAGE

Each `docs/errors.md#<anchor>` in a header has a section `## <anchor>` on the page, once, and each such
section is pointed to by a header.
"""

import pathlib
import re
import sys

POINTER = re.compile(r"docs/errors\.md#([a-z0-9-]+)")
# A sentence is often cut into several literals, and the cut may come between the page and its anchor.
CUT = re.compile(r'"\s*\n\s*"')


def anchors_of(header):
    """Returns the anchors that the text of a header points to."""
    return set(POINTER.findall(CUT.sub("", header)))


def sections_of(page):
    """Returns the section titles of the page that are anchors, in order."""
    return re.findall(r"^## ([a-z0-9-]+)$", page, re.MULTILINE)


def mistakes(headers, page):
    """Returns one sentence per anchor without section, section without anchor, and repeated section.

    headers: texts of headers by name.
    """
    sections, sentences, used = sections_of(page), [], set()
    for name, text in sorted(headers.items()):
        anchors = anchors_of(text)
        used |= anchors
        sentences += [f"{name} points to #{anchor}, which the page lacks" for anchor in sorted(anchors - set(sections))]
    for section in sorted(set(sections)):
        if section not in used:
            sentences.append(f"the page explains #{section}, which no header points to")
        if sections.count(section) > 1:
            sentences.append(f"the page explains #{section} more than once")
    return sentences


def main():
    include, page = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    headers = {
        path.relative_to(include).as_posix(): path.read_text(encoding="utf-8") for path in include.rglob("*.hpp")
    }
    sentences = mistakes(headers, page.read_text(encoding="utf-8"))
    for sentence in sentences:
        print("errors_page:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
