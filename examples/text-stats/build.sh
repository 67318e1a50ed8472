#!/bin/sh
# Builds text-stats.wasm. Debian 12: apt-get install clang lld
set -eu
cd "$(dirname "$0")"
. ../build-lib.sh
c_module text-stats.wasm text-stats.c
sums text-stats.wasm
