# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Sourced by the scripts that a fresh Debian 12 runs first.

# What a program that uses loccer needs to be built.
loccer_packages=(
    g++ meson ninja-build pkg-config libboost1.81-dev libboost-stacktrace1.81-dev zlib1g-dev ca-certificates
)

# What the tests need beside that.
loccer_test_packages=(
    libsimdjson-dev libgtest-dev libgmock-dev libbenchmark-dev nlohmann-json3-dev libspdlog-dev libssl-dev libdw-dev binutils
    libcpp-httplib-dev libasio-dev curl wrk
    libcivetweb-dev libmicrohttpd-dev libpistache-dev librestinio-dev libuv1-dev
    clang-19 libclang-rt-19-dev clang-format-19 clang-tidy-19 valgrind cmake python3
)

# What the benchmarks compare loccer with, and what they are measured by.
loccer_bench_packages=(
    libbenchmark-dev valgrind python3 rapidjson-dev nlohmann-json3-dev libfmt-dev libspdlog-dev libbackward-cpp-dev
    libcpp-httplib-dev wrk
)

# as_root COMMAND...: with sudo where the user is not root
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "Neither root nor sudo is at hand; as root, this is missing: $*" >&2
        return 1
    fi
}

# install_missing_packages [PACKAGE...]: without names, all of the above. Asks the network for nothing when
# all are there, and for the lists only when they are too old to know a package.
install_missing_packages() {
    local -a wanted=("$@") missing=()
    if [ ${#wanted[@]} -eq 0 ]; then wanted=("${loccer_packages[@]}" "${loccer_test_packages[@]}"); fi
    local package
    for package in "${wanted[@]}"; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    if [ ${#missing[@]} -eq 0 ]; then return 0; fi

    echo "Installing: ${missing[*]}"
    local -a install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends)
    as_root "${install[@]}" "${missing[@]}" >/dev/null 2>&1 && return 0
    as_root apt-get update -qq && as_root "${install[@]}" "${missing[@]}" >/dev/null
}
