#!/bin/sh
# Once: rustup target add wasm32-wasip1
set -eu
cd "$(dirname "$0")"
cargo build --release --target "${TARGET:-wasm32-wasip1}"
cp "target/${TARGET:-wasm32-wasip1}/release/hello.wasm" hello.wasm
