#!/bin/sh
# Builds json-api.wasm. Debian 12: apt-get install clang lld
set -eu
cd "$(dirname "$0")"
. ../../build-lib.sh
c_module json-api.wasm json-api.c
sums json-api.wasm
