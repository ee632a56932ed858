#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds the benchmarks for release and runs them (Debian 12): prints a table for each question, then one of what matters
# most beside what is aimed at, and writes all figures as JSON. Takes a quarter of an hour; the machine should do nothing
# else meanwhile.
#
# Usage: bench/run.sh [--peers PREFIX] [--original SOURCES] [--rounds N] [PROGRAM...]      without PROGRAM: all of them
#   --peers     where libraries are installed that Debian has not, to be compared with: glaze, yyjson and simdjson (4 and
#               newer), quill, cpptrace and sentry-native (both as shared libraries: CMake tells Meson nothing of what a static
#               one needs)
#   --original  a copy of the Python library that loccer re-creates, to be compared with
#   --rounds    how often each contender is measured (default 101)
#
# LOCCER_BENCH_DIR says where to build and where the figures go, into figures.json (default: build/bench in the source
# tree). What is installed with apt is listed in tests/support/packages.sh.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${LOCCER_BENCH_DIR:-$root/build/bench}
# Those that measure by harness.hpp, and those that have a way of their own.
with_harness=(serialize capture threads facts unwind unwind_frame_pointers redaction_keys redaction_values tasks
    httplib_requests beast_requests)
others=(happy_path first_stack first_capture storage ring include_cost site_size throughput)

peers=
original=
rounds=101
chosen=()
while [ $# -gt 0 ]; do
    case $1 in
    --peers) peers=$(cd "$2" && pwd); shift ;;
    --original) original=$(cd "$2" && pwd); shift ;;
    --rounds) rounds=$2; shift ;;
    -*) sed -n '4,/^set /s/^# \{0,1\}//p' "$0"; exit 2 ;;
    *) chosen+=("$1") ;;
    esac
    shift
done
if [ ${#chosen[@]} -eq 0 ]; then chosen=("${with_harness[@]}" "${others[@]}"); fi

# shellcheck source=tests/support/packages.sh
. "$root/tests/support/packages.sh"
install_missing_packages "${loccer_packages[@]}" "${loccer_bench_packages[@]}"

# -O2 with debug information, by which frames are named; without assertions, of which some peers have many.
options=(--buildtype=debugoptimized -Db_ndebug=true -Dtests=disabled -Dexamples=disabled -Dbench=enabled -Dbench_peers=true)
if [ -n "$peers" ]; then
    options+=("-Dcmake_prefix_path=$peers")
    export PKG_CONFIG_PATH=$peers/lib/pkgconfig:$peers/share/pkgconfig LD_LIBRARY_PATH=$peers/lib
fi
mkdir -p "$build"
if [ -e "$build/build.ninja" ]; then set_up=(meson configure "$build"); else set_up=(meson setup "$build" "$root"); fi
"${set_up[@]}" "${options[@]}" >"$build/setup.log" || { tail -n 30 "$build/setup.log"; exit 1; }
targets=()
first_stacks=()
servers=()
for program in "${chosen[@]}"; do
    if [ "$program" = throughput ]; then
        # One server with each framework that was found.
        for server in httplib_server beast_server; do
            if grep -q "^build bench/bench_$server:" "$build/build.ninja"; then
                servers+=("$build/bench/bench_$server")
                targets+=("bench/bench_$server")
            fi
        done
        continue
    fi
    if [ "$program" != first_stack ]; then
        targets+=("bench/bench_$program")
        continue
    fi
    # One program with each library for symbols that was found.
    for library in libbacktrace libdw; do
        if grep -q "^build bench/bench_first_stack_$library:" "$build/build.ninja"; then
            first_stacks+=("$build/bench/bench_first_stack_$library")
            targets+=("bench/bench_first_stack_$library")
        fi
    done
done
ninja -C "$build" "${targets[@]}" >"$build/build.log" || { tail -n 30 "$build/build.log"; exit 1; }

is_in() { # is_in WORD WORD...
    local word=$1 one
    shift
    for one in "$@"; do [ "$one" != "$word" ] || return 0; done
    return 1
}

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
compiler=$(${CXX:-c++} --version | head -n 1)
echo "$(nproc) x $processor, $(uname -sr), $compiler, $(date -u +%Y-%m-%d)"
rm -f "$build"/*.figures.json
for program in "${chosen[@]}"; do
    printf '\n== %s\n' "$program"
    run=("$build/bench/bench_$program")
    if is_in "$program" "${with_harness[@]}"; then
        run+=(--instructions --rounds "$rounds" --json "$build/$program.figures.json")
    elif [ "$program" = happy_path ]; then
        run+=(--json "$build/$program.figures.json")
    elif [ "$program" = first_stack ]; then
        run=("${first_stacks[@]}")
    elif [ "$program" = throughput ]; then
        run=(python3 "$root/bench/throughput.py" --json "$build/$program.figures.json" "${servers[@]}")
    elif [ "$program" = include_cost ]; then
        run+=(--instructions "${CXX:-c++}" -std=c++20 "-I$root/include")
    elif [ "$program" = site_size ]; then
        run+=("${CXX:-c++}" -std=c++20 "-I$root/include")
    fi
    LOCCER_BENCH_JSON=$build/$program.figures.json "${run[@]}"
done
if [ -n "$original" ]; then
    printf '\n== the original\n'
    python3 "$root/bench/original.py" "$original" "$build/original.figures.json"
fi

PROCESSOR=$processor COMPILER=$compiler python3 - "$build" <<'END'
import datetime, glob, json, os, sys

programs = [json.load(open(path)) for path in sorted(glob.glob(sys.argv[1] + "/*.figures.json"))]
about = {
    "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
    "processor": os.environ["PROCESSOR"],
    "processors": os.cpu_count(),
    "kernel": os.uname().release,
    "compiler": os.environ["COMPILER"],
}
with open(sys.argv[1] + "/figures.json", "w") as file:
    json.dump({"about": about, "programs": programs}, file, indent=1)
END
printf '\n== in short\n'
python3 "$root/bench/summary.py" "$build/figures.json"
printf '\nAll figures of the tables are in %s/figures.json too\n' "$build"
