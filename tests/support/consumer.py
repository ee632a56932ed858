#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Installs the library, moves it elsewhere, and builds and runs an outside program against it.

Usage: consumer.py SOURCE_ROOT EXPECTED WAY COMPILER...

WAY is `pkg-config`, `pkg-config-libdw` (symbols by libdw), `cmake` or `subproject` (which takes the sources, and not all of them, instead of an
installed tree). EXPECTED is what the program has to print.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def run(command, **options):
    """Runs a command; shows what it said only when it failed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        print(f"consumer: {' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}", file=sys.stderr)
        sys.exit(1)
    return done.stdout


def installed(root, work, environment):
    """Returns a prefix with the installed library that is not the one it was configured for."""
    prefix, build, moved = work / "prefix", work / "build", work / "moved"
    options = ["--prefix", prefix, "-Dtests=disabled", "-Dbench=disabled", "-Dexamples=disabled"]
    run(["meson", "setup", build, root, *options], env=environment)
    run(["meson", "install", "-C", build], env=environment)
    prefix.rename(moved)

    headers = {path.relative_to(root / "include") for path in (root / "include").rglob("*.hpp")}
    missing = {header for header in headers if not (moved / "include" / header).is_file()}
    if missing:
        sys.exit(f"consumer: not installed: {', '.join(sorted(map(str, missing)))}")
    return moved


def by_pkg_config(root, work, compiler, environment, name="loccer"):
    prefix = installed(root, work, environment)
    path = next(prefix.rglob("loccer.pc")).parent
    flags = run(["pkg-config", "--cflags", "--libs", name], env={**environment, "PKG_CONFIG_PATH": str(path)}).split()
    program = work / "consumer"
    warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
    run([*compiler, "-std=c++20", *warnings, root / "tests/consumer/main.cpp", *flags, "-o", program])
    return program


def by_pkg_config_with_libdw(root, work, compiler, environment):
    program = by_pkg_config(root, work, compiler, environment, "loccer-libdw")
    if "libdw" not in run(["ldd", program]):
        sys.exit("consumer: the program is not linked to libdw")
    return program


def by_cmake(root, work, compiler, environment):
    prefix = installed(root, work, environment)
    build = work / "cmake"
    options = [f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={compiler[-1]}"]
    run(["cmake", "-S", root / "tests/consumer", "-B", build, *options], env=environment)
    run(["cmake", "--build", build], env=environment)
    return build / "consumer"


def as_subproject(root, work, _, environment):
    # The tests are left out: a parent project must not need them.
    source = work / "source"
    shutil.copytree(root / "tests/consumer", source)
    library = source / "subprojects/loccer"
    library.mkdir(parents=True)
    for name in ("meson.build", "meson_options.txt"):
        shutil.copy(root / name, library)
    shutil.copytree(root / "include", library / "include")
    run(["meson", "setup", work / "build", source], env=environment)
    run(["meson", "compile", "-C", work / "build"], env=environment)
    return work / "build/consumer"


def main():
    root, expected, way, compiler = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
    environment = {**os.environ, "CXX": " ".join(compiler)}
    build = {
        "pkg-config": by_pkg_config,
        "pkg-config-libdw": by_pkg_config_with_libdw,
        "cmake": by_cmake,
        "subproject": as_subproject,
    }[way]
    with tempfile.TemporaryDirectory() as work:
        said = run([build(root, pathlib.Path(work), compiler, environment)])
    if said.strip() != expected:
        print(f"consumer: the program printed {said!r} instead of {expected!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
