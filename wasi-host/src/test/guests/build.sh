#!/bin/sh
# Builds the programs here. Debian 12: apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32
set -eu
cd "$(dirname "$0")"
for program in every-function every-error exec-probe; do
    clang --target=wasm32-wasi -O1 -Wall -Wextra -Werror -Wno-unused-parameter -Wno-unused-function \
        -Wl,--strip-all -o $program.wasm $program.c
done
clang --target=wasm32-wasi -mexec-model=reactor -O2 -Wall -Wextra -Werror -Wno-unused-parameter \
    -Wno-unused-function -Wno-unused-variable -Wl,--strip-all -o twenty-calls.wasm twenty-calls.c
sha256sum ./*.wasm | sed 's|\./||' > SHA256SUMS
