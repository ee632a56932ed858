#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Installs what is missing (Debian 12), builds the tests and runs them.
#
# Usage: tests/run.sh [PART...]      without PART: all of them, in this order
#   format    clang-format-19 leaves every source as it is
#   gcc       GCC, -O2: everything
#   clang     Clang 19, -O0: the unit tests of what hangs on the compiler's frames and tables, rejected uses, names,
#             variants (which hold all headers), what is free; the other unit tests are in the part address
#   variants  of both: only the programs without exceptions, without RTTI, with LTO, static
#   address   Clang 19, address and undefined behaviour sanitizers: unit tests; servers under load; fuzz targets, some seconds each
#   thread    Clang 19, thread sanitizer: the unit tests of what threads share; servers under load
#   tidy      clang-tidy-19 over all headers and a program that uses them
#
# The last line is `N passed, N failed`; the exit status is 0 only when something ran and nothing failed.
# LOCCER_TEST_JOBS says how many processes at once (default: one per processor), LOCCER_BUILD_DIR where
# to build (default: build/ in the source tree).
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${LOCCER_BUILD_DIR:-$root/build}
jobs=${LOCCER_TEST_JOBS:-$(nproc)}
passed=0
failed=0
failures=()

# shellcheck source=tests/support/packages.sh
. "$root/tests/support/packages.sh"

# Reports of the sanitizers name functions where this is installed.
if command -v llvm-symbolizer-19 >/dev/null; then
    ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer-19)
    export ASAN_SYMBOLIZER_PATH TSAN_SYMBOLIZER_PATH=$ASAN_SYMBOLIZER_PATH
fi

say() { printf '\n== %s\n' "$*"; }

record() { # record NAME STATUS
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        failures+=("$1")
    fi
}

# configure NAME COMPILER OPTION...
configure() {
    local directory=$build/$1 compiler=$2
    shift 2
    local -a again=()
    if [ -e "$directory/build.ninja" ]; then again=(--reconfigure); fi
    CXX=$compiler meson setup "${again[@]}" "$directory" "$root" --werror "$@" >"$directory.setup.log" 2>&1 ||
        { tail -n 30 "$directory.setup.log"; return 1; }
}

# run_tests NAME OPTION...: builds what the selected tests need, runs them and counts
run_tests() {
    local name=$1 directory=$build/$1 log=$build/$1/meson-logs/testlog.json counts
    shift
    rm -f "$log"
    if ! meson introspect --tests "$directory" | python3 "$root/tests/support/missing_suites.py" "$@"; then
        record "$name: a suite that should run is empty" 1
    fi
    meson test -C "$directory" --num-processes "$jobs" --print-errorlogs --logbase testlog "$@"
    local status=$?
    if [ ! -s "$log" ]; then
        record "$name: the build failed, or nothing ran" 1
        return
    fi
    counts=$(python3 "$root/tests/support/count.py" "$log") || counts="0 1"
    passed=$((passed + ${counts% *}))
    failed=$((failed + ${counts#* }))
    if [ "$status" -ne 0 ] || [ "${counts#* }" -ne 0 ]; then failures+=("$name"); fi
    if [ "$status" -ne 0 ] && [ "${counts#* }" -eq 0 ]; then failed=$((failed + 1)); fi
}

# in_build NAME COMPILER OPTION... -- TEST_OPTION...
in_build() {
    local name=$1 compiler=$2
    shift 2
    local -a options=()
    while [ "$1" != -- ]; do options+=("$1"); shift; done
    shift
    if configure "$name" "$compiler" "${options[@]}"; then
        run_tests "$name" "$@"
    else
        record "$name: the setup failed" 1
    fi
}

part_format() {
    local file status
    while IFS= read -r -d '' file; do
        clang-format-19 "$file" | diff -u --label "${file#"$root"/}" --label formatted "$file" - | head -n 20
        status=${PIPESTATUS[1]}
        record "format of ${file#"$root"/}" "$status"
    done < <(find "$root"/{include,tests,bench,examples} \( -name '*.hpp' -o -name '*.cpp' \) -print0 2>/dev/null)
}

gcc_options=(--buildtype=debugoptimized)
clang_options=(--buildtype=debug)

part_gcc() { in_build gcc g++ "${gcc_options[@]}" --; }

part_clang() {
    in_build clang clang++-19 "${clang_options[@]}" \
        -- trace frame-pointers libdw trace-libdw capture pipeline install defaults odr plugin front-O0 front-O2 fault \
        frames-O0 frames-O2
    in_build clang clang++-19 "${clang_options[@]}" \
        -- --suite compile_fail --suite names --suite objects --suite variants --suite bench
}

part_variants() {
    in_build gcc g++ "${gcc_options[@]}" -- --suite variants
    in_build clang clang++-19 "${clang_options[@]}" -- --suite variants
}

part_address() {
    ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
        in_build address clang++-19 --buildtype=debug -Doptimization=0 -Db_sanitize=address,undefined -Db_lundef=false \
        -- base event policy reflect json trace libdw trace-libdw capture pipeline install defaults outputs redactions \
        integrations asio standalone-asio beast httplib drive-beast drive-httplib load-beast load-httplib \
        seed fault odr plugin front-O1 contracts-planted_values contracts-redactions \
        fuzz-escape fuzz-frame_rules fuzz-http fuzz-redaction fuzz-ring fuzz-writer --timeout-multiplier 4
}

part_thread() {
    TSAN_OPTIONS=halt_on_error=1 \
        in_build thread clang++-19 --buildtype=debug -Doptimization=1 -Db_sanitize=thread -Db_lundef=false \
        -- base trace capture pipeline install defaults odr contracts-redactions \
        integrations asio standalone-asio beast httplib drive-beast drive-httplib load-beast load-httplib \
        --timeout-multiplier 4
    # Where a child is forked, it has threads of its parent that have ended and that it cannot join
    TSAN_OPTIONS=halt_on_error=1:report_thread_leaks=0 \
        in_build thread clang++-19 --buildtype=debug -Doptimization=1 -Db_sanitize=thread -Db_lundef=false \
        -- outputs --timeout-multiplier 4
}

part_tidy() {
    configure clang clang++-19 "${clang_options[@]}" || { record "tidy: the setup failed" 1; return; }
    local -a flags=(-std=c++20 -I"$root/include" -DLOCCER_CFG_LIBBACKTRACE=1 '-DLOCCER_TEST_VARIANT="plain"')
    local source
    for source in "$build/clang/tests/hygiene/all_headers.cpp" "$root/tests/variants/smoke.cpp"; do
        clang-tidy-19 --quiet --config-file="$root/.clang-tidy" "$source" -- "${flags[@]}" 2>/dev/null
        record "tidy of ${source##*/}" $?
    done
}

parts=("$@")
if [ ${#parts[@]} -eq 0 ]; then parts=(format gcc clang address thread tidy); fi
for part in "${parts[@]}"; do
    if ! declare -F "part_$part" >/dev/null; then
        echo "tests/run.sh: there is no part '$part'; the head of $0 lists them" >&2
        echo "0 passed, 1 failed"
        exit 2
    fi
done

install_missing_packages || record "installation of packages" 1
mkdir -p "$build"
for part in "${parts[@]}"; do
    say "$part"
    started=$SECONDS
    "part_$part"
    echo "$part took $((SECONDS - started)) s"
done

if [ ${#failures[@]} -gt 0 ]; then
    say "failed"
    printf '%s\n' "${failures[@]}"
fi
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
