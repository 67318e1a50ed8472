#!/bin/sh
# Debian 12: apt-get install clang lld
set -eu
cd "$(dirname "$0")"
[ -f vex.h ] || include=-I../../include
clang --target=wasm32-unknown-unknown -std=c11 -Os -Wall -Wextra -Wno-unused-function -mbulk-memory -ffreestanding \
  -fvisibility=hidden ${include:-} -c -o hello.o hello.c
wasm-ld --no-entry --strip-all --stack-first -z stack-size=16384 -o hello.wasm hello.o
rm hello.o
