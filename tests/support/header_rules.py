#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks the rules of the headers that a compiler does not.

Usage: header_rules.py SOURCE_ROOT VERSION

Licence line, guard named after the path, file comment with the layer, at most 300 lines, only LOCCER_
macros, no question to the compiler outside base/config.hpp (which answers as LOCCER_CFG_*), no
using-directive but for literals, nothing virtual, a test file per header, and one version everywhere.
"""

import pathlib
import re
import sys

MAX_LINES = 300
# Headers that are the second half of another one, or nothing without it, and whose tests are that one's.
TESTED_BY = {
    "json/writer_text.hpp": "json/writer_test.cpp",
}
SWITCH = re.compile(r"(LOCCER_CFG_\w+|&&|\|\||[()!<>=\s\d])+")
CONDITION = re.compile(r"^\s*#\s*(?:if|elif)\b(.*)$|^\s*#\s*(?:ifdef|ifndef)\b(.*)$", re.MULTILINE)
# Its probe class is one whose type_info we write ourselves; no object of it ever exists.
MAY_BE_VIRTUAL = "trace/search_probe.hpp"
BANNED_IN_CODE = [
    (re.compile(r"#\s*pragma\s+once"), "has a #pragma once, which fails where a library is vendored twice"),
    (re.compile(r"\busing\s+namespace\s+(?!(loccer::)?literals\b)"), "has a using-directive"),
    (re.compile(r"\bvirtual\b"), "has something virtual: dispatch is static"),
    (re.compile(r"\bstd::function\b"), "uses std::function"),
]
BANNED_IN_TEXT = [
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), "leaves a note to do something"),
    (re.compile(r"[^\x00-\x7f–—…·×µ→≤≥§≠°±]"), "has an unusual character"),
    (re.compile(r"\t| +$", re.MULTILINE), "has a tab or blanks at a line's end"),
]


def without_comments(text):
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


def guard_of(header):
    return "LOCCER_" + re.sub(r"[/.]", "_", header).upper()


def check_header(header, text):
    """Returns what is wrong with the header at loccer/`header`."""
    lines, guard = text.splitlines(), guard_of(header)
    if not text.startswith(f"// SPDX-License-Identifier: MIT\n#ifndef {guard}\n#define {guard}\n\n// "):
        yield f"must begin with the licence line, the guard {guard} and its comment"
    if not text.endswith("\n#endif\n"):
        yield "must end with the guard's #endif"
    if "/" in header and not re.search(r"^// Layer: |^// .*\bLayer: ", text, re.MULTILINE):
        yield "does not say its layer"
    if len(lines) > MAX_LINES:
        yield f"has {len(lines)} lines, more than {MAX_LINES}"

    code = without_comments(text)
    for macro in re.findall(r"^\s*#\s*define\s+(\w+)", code, re.MULTILINE):
        if not macro.startswith("LOCCER_"):
            yield f"defines {macro}, which is not a LOCCER_ name"
    if header != "base/config.hpp":
        for condition, name in CONDITION.findall(code):
            said = (condition or name).strip()
            if said != guard and not SWITCH.fullmatch(said):
                yield f"asks `{said}`: conditions belong into base/config.hpp"
    for pattern, sentence in BANNED_IN_CODE:
        if pattern.search(code) and not ("virtual" in sentence and header == MAY_BE_VIRTUAL):
            yield sentence
    for pattern, sentence in BANNED_IN_TEXT:
        if pattern.search(text):
            yield sentence


def check_version(version_header, version):
    """Returns what is wrong where the header and the build disagree about the version."""
    major, minor, patch = (int(part) for part in version.split("."))
    number = major * 10000 + minor * 100 + patch
    if not re.search(rf"^#define LOCCER_VERSION {number}$", version_header, re.MULTILINE):
        yield f"base/version.hpp: LOCCER_VERSION is not {number} as meson.build says"
    if f'version = "{version}"' not in version_header:
        yield f"base/version.hpp: the text of the version is not {version} as meson.build says"


def violations(root, version):
    """Returns one sentence per broken rule."""
    include, tests, sentences = root / "include" / "loccer", root / "tests", []
    for path in sorted(include.rglob("*.hpp")):
        header, text = path.relative_to(include).as_posix(), path.read_text(encoding="utf-8")
        sentences += [f"{header} {sentence}" for sentence in check_header(header, text)]
        test = TESTED_BY.get(header, header.replace(".hpp", "_test.cpp"))
        if "/" in header and not (tests / test).is_file():
            sentences.append(f"{header} has no tests/{test}")
    for path in sorted(tests.rglob("*_test.cpp")):
        header = path.relative_to(tests).as_posix().replace("_test.cpp", ".hpp")
        if (include / header.split("/")[0]).is_dir() and "/" in header:
            first = re.search(r"^#\s*include\s*(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
            if (include / header).is_file() and (not first or first.group(1) != f"<loccer/{header}>"):
                sentences.append(f"tests/{path.relative_to(tests)} does not include <loccer/{header}> first")
    return sentences + list(check_version((include / "base/version.hpp").read_text(encoding="utf-8"), version))


def main():
    sentences = violations(pathlib.Path(sys.argv[1]), sys.argv[2])
    for sentence in sentences:
        print("header_rules:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
