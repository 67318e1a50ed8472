#!/bin/sh
# Builds echo-single.wasm out of ../echo/echo.wasm and descriptor.json. Debian 12: apt-get install python3
set -eu
cd "$(dirname "$0")"
. ../build-lib.sh
need python3 python3
python3 ../pack.py ../echo/echo.wasm descriptor.json echo-single.wasm
sums echo-single.wasm
