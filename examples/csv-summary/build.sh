#!/bin/sh
# Builds csv-summary.wasm. Debian 12: apt-get install rustc libstd-rust-dev-wasm32 lld
# Any rustc with the target wasm32-unknown-unknown will do: RUSTC=/path/to/rustc ./build.sh
set -eu
cd "$(dirname "$0")"
. ../build-lib.sh
target=wasm32-unknown-unknown
for rustc in "${RUSTC:-}" /usr/bin/rustc rustc; do
  [ -n "$rustc" ] && command -v "$rustc" >/dev/null 2>&1 || continue
  [ -d "$("$rustc" --print sysroot)/lib/rustlib/$target/lib" ] && break
  rustc=
done
[ -n "$rustc" ] || fail "no rustc with the target $target; on Debian 12: apt-get install rustc libstd-rust-dev-wasm32 lld"
need wasm-ld lld
version rustc "rustc 1.63.0" "$("$rustc" --version)"
"$rustc" --target "$target" --edition 2021 --crate-type cdylib --crate-name csv_summary \
  -C opt-level=s -C lto=fat -C codegen-units=1 -C panic=abort -C strip=symbols -C linker=wasm-ld \
  -C target-feature=+bulk-memory -C link-arg=--stack-first -C link-arg=-zstack-size=65536 \
  --remap-path-prefix "$PWD=." -D warnings -o csv-summary.wasm src/lib.rs
sums csv-summary.wasm
