#!/bin/sh
# Builds echo.wasm. Debian 12: apt-get install wabt
set -eu
cd "$(dirname "$0")"
. ../build-lib.sh
need wat2wasm wabt
wat2wasm -o echo.wasm echo.wat
sums echo.wasm
