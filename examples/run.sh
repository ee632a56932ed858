#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Installs what is missing (Debian 12), builds the quickstart and runs it on the orders beside it.
# Ends by showing one of the records that it has left, and says where the file is.
#
# LOCCER_BUILD_DIR says where to build (default: build/ in the source tree).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${LOCCER_BUILD_DIR:-$root/build}/quickstart

# shellcheck source=tests/support/packages.sh
. "$root/tests/support/packages.sh"
install_missing_packages "${loccer_packages[@]}" python3

mkdir -p "$build"
if [ ! -e "$build/build.ninja" ]; then
    meson setup "$build" "$root" -Dtests=disabled -Dbench=disabled -Dexamples=enabled >"$build.setup.log" 2>&1 ||
        { cat "$build.setup.log"; exit 1; }
fi
echo "Building the quickstart in $build"
ninja -C "$build" --quiet examples/settle

# A directory of its own: loccer refuses one that others may write to, and a clone under umask 002 is one.
mkdir -p -m 700 "$build/log"
log=$build/log/errors.log
rm -f "$log"
"$build/examples/settle" "$root/examples/quickstart/orders.csv" "$log"

echo
echo "One of its $(wc -l <"$log") records, indented:"
grep -m 1 '"exc_type":"[^"]*OverLimit"' "$log" | python3 -m json.tool --no-ensure-ascii
echo
echo "All records, one per line: $log"
