#!/bin/sh
# Compiles the kernels. Debian 12: apt-get install clang lld (14; other versions give other instructions and other fuel)
set -eu
cd "$(dirname "$0")"
for tool in clang wasm-ld; do
  command -v "$tool" >/dev/null 2>&1 || {
    echo "build.sh: '$tool' is missing; on Debian 12: apt-get install clang lld" >&2
    exit 1
  }
done
for source in *.c; do
  name=${source%.c}
  clang --target=wasm32-unknown-unknown -std=c11 -O2 -Wall -Wextra -Wno-sign-compare -Werror -ffreestanding -fno-ident \
    -fvisibility=hidden -c -o "$name.o" "$source"
  wasm-ld --no-entry --strip-all --stack-first -z stack-size=65536 -o "$name.wasm" "$name.o"
  rm "$name.o"
done
