#!/bin/sh
# Builds every-function.wasm. Debian 12: apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32
set -eu
cd "$(dirname "$0")"
clang --target=wasm32-wasi -O1 -Wall -Wextra -Werror -Wno-unused-parameter \
    -Wl,--strip-all -o every-function.wasm every-function.c
sha256sum every-function.wasm > SHA256SUMS
