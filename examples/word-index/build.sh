#!/bin/sh
# Builds word-index.wasm. Debian 12: apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32
set -eu
cd "$(dirname "$0")"
. ../build-lib.sh
need clang "clang lld"
need wasm-ld lld
version clang 14.0.6 "$(clang -dumpversion)"
libc=${WASI_LIBC:-/usr/lib/wasm32-wasi}
[ -f "$libc/crt1-reactor.o" ] || fail "no wasi-libc at '$libc'; on Debian 12: apt-get install wasi-libc"
builtins=$(clang --target=wasm32-wasi -print-resource-dir)/lib/wasi/libclang_rt.builtins-wasm32.a
[ -f "$builtins" ] || fail "'$builtins' is missing; on Debian 12: apt-get install libclang-rt-14-dev-wasm32"
# In two steps: clang as a driver of the linker would also run whatever wasm-opt it finds.
clang --target=wasm32-wasi --sysroot="${libc%/lib/wasm32-wasi}" -std=c11 -D_GNU_SOURCE -Os -Wall -Wextra -Werror -Wno-unused-function \
  -mbulk-memory -msign-ext -mnontrapping-fptoint -ftls-model=local-exec -fno-ident -fvisibility=hidden -c -o word-index.o word-index.c
wasm-ld --strip-all --stack-first -z stack-size=65536 --entry=_initialize --export=_initialize \
  -L"$libc" -o word-index.wasm "$libc/crt1-reactor.o" word-index.o -lc "$builtins"
rm -f word-index.o
sums word-index.wasm
