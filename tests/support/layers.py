#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks who includes whom in the library.

Usage: layers.py INCLUDE_DIR

A header may include its own folder and the folders of the table below; nobody includes the root, where
only umbrellas live; there are no cycles; and what is dear to include, or belongs to one integration,
comes in at one place only.
"""

import pathlib
import re
import sys

LOWER = {"base", "event", "policy", "reflect"}
MAY_INCLUDE = {
    "base": set(),
    "event": {"base"},
    "policy": {"base", "event"},
    "reflect": {"base", "event"},
    "trace": {"base", "event", "reflect"},
    "json": LOWER,
    "capture": {"base", "event", "reflect", "trace"},
    "integrations": LOWER | {"capture", "json", "trace"},
    "redactions": LOWER | {"json", "trace"},
    "outputs": {"base", "event", "policy"},
    "pipeline": LOWER | {"capture", "json", "trace", "redactions"},
    "install": LOWER | {"capture", "json", "pipeline", "trace"},
    # What a program gets that composes nothing: the only folder that knows policies by name.
    "defaults": LOWER | {"capture", "install", "integrations", "json", "outputs", "pipeline", "redactions", "trace"},
}

# Never in the writing half: each costs every user's translation units, or brings a run-time dependency.
FORBIDDEN = re.compile(r"simdjson(\.h|/.*)|filesystem|format|iostream|regex|chrono|mutex|thread|functional")

# A third-party header and the only files that may name it.
ONLY_IN = [
    (re.compile(r"boost/hana.*"), re.compile(r"base/meta\.hpp|reflect/record\.hpp")),
    (re.compile(r"boost/stacktrace.*"), re.compile(r"trace/.*")),
    (re.compile(r"httplib\.h"), re.compile(r"integrations/httplib(/.*|\.hpp)")),
    (re.compile(r"boost/beast/.*"), re.compile(r"integrations/beast(/.*|\.hpp)")),
    (re.compile(r"(boost/)?asio(\.hpp|/.*)"), re.compile(r"integrations/(asio|beast)(/.*|\.hpp)")),
    (re.compile(r"boost/.*"),
     re.compile(r"base/meta\.hpp|reflect/record\.hpp|trace/.*|integrations/(asio|beast)(/.*|\.hpp)")),
    (re.compile(r"zlib\.h"), re.compile(r"outputs/(file/)?(gzip|gunzip|crc32).*")),
    (re.compile(r"openssl/.*"), re.compile(r"outputs/file/sha256\.hpp|redactions/correlation/hmac_sha256\.hpp")),
    (re.compile(r"elfutils/.*|dwarf\.h|gelf\.h|libelf\.h"), re.compile(r"trace/libdw/.*")),
    # A file that includes loccer.hpp would take 0.3 s longer; what reads logs back may.
    (re.compile(r"algorithm|memory"), re.compile(r"outputs/(file/(log_set|verify)|ring_file/read_ring)\.hpp")),
]

# Names that base/config.hpp puts together: Boost's Asio, unless a program chooses the standalone one.
COMPUTED = [
    (re.compile(r"\bLOCCER_DETAIL_ASIO_PART\(([^)]+)\)"), r"<boost/asio/\1>"),
    (re.compile(r"\bLOCCER_DETAIL_ASIO_OPERATORS_HEADER\b"), "<boost/asio/experimental/awaitable_operators.hpp>"),
    (re.compile(r"\bLOCCER_DETAIL_ASIO_ERROR_HEADER\b"), "<boost/system/system_error.hpp>"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")', re.MULTILINE)


def includes_of(path):
    text = path.read_text(encoding="utf-8")
    for macro, name in COMPUTED:
        text = macro.sub(name, text)
    return [(angled or quoted, bool(quoted)) for angled, quoted in INCLUDE.findall(text)]


def cycle_in(graph):
    """Returns the nodes of one cycle, in order, or an empty list."""
    done, stack = set(), []

    def visit(node):
        if node in stack:
            return [*stack[stack.index(node):], node]
        if node in done:
            return []
        stack.append(node)
        for following in sorted(graph.get(node, ())):
            found = visit(following)
            if found:
                return found
        stack.pop()
        done.add(node)
        return []

    for start in sorted(graph):
        found = visit(start)
        if found:
            return found
    return []


def check_include(header, name, is_quoted):
    """Returns what is wrong with `header` (path below loccer/) including `name`."""
    folder = header.split("/")[0] if "/" in header else ""
    if is_quoted:
        yield f"{header} includes \"{name}\": write <loccer/...>"
    elif name.startswith("loccer/"):
        target = name.removeprefix("loccer/")
        if "/" not in target:
            yield f"{header} includes <{name}>: the root holds umbrellas, which nobody includes"
        elif folder and (other := target.split("/")[0]) != folder and other not in MAY_INCLUDE.get(folder, set()):
            yield f"{header} includes <{name}>: {folder}/ must not include {other}/"
    else:
        if FORBIDDEN.fullmatch(name):
            yield f"{header} includes <{name}>, which the writing half does without"
        for pattern, allowed in ONLY_IN:
            if pattern.fullmatch(name) and not allowed.fullmatch(header):
                yield f"{header} includes <{name}>, which only {allowed.pattern} may"
                break


def violations(include_dir):
    """Returns one sentence per violation of the table."""
    root = include_dir / "loccer"
    sentences, graph = [], {}
    for path in sorted(root.rglob("*.hpp")):
        header = path.relative_to(root).as_posix()
        folder = header.split("/")[0]
        if "/" in header and folder not in MAY_INCLUDE:
            sentences.append(f"{header}: the folder {folder}/ is not in the table of layers")
        included = includes_of(path)
        graph[header] = {name.removeprefix("loccer/") for name, _ in included if name.startswith("loccer/")}
        for name in sorted(graph[header]):
            if not (root / name).is_file():
                sentences.append(f"{header} includes <loccer/{name}>, which does not exist")
        # A header and the second half of its own definitions, x.hpp and x_text.hpp, know each other.
        graph[header] = {name for name in graph[header] if not name.startswith(header.removesuffix(".hpp") + "_")}
        for name, is_quoted in included:
            sentences += check_include(header, name, is_quoted)
    for what, edges in (("the table of layers", MAY_INCLUDE), ("the includes", graph)):
        cycle = cycle_in(edges)
        if cycle:
            sentences.append(f"{what} have a cycle: {' -> '.join(cycle)}")
    return sentences


def main():
    sentences = violations(pathlib.Path(sys.argv[1]))
    for sentence in sentences:
        print("layers:", sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
