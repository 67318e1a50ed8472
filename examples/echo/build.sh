#!/bin/sh
# Builds echo.wasm. Debian 12: apt-get install wabt
set -eu
cd "$(dirname "$0")"
. ../build-lib.sh
need wat2wasm wabt
version wat2wasm 1.0.32 "$(wat2wasm --version)"
wat2wasm -o echo.wasm echo.wat
sums echo.wasm
