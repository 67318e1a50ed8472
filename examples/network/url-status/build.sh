#!/bin/sh
# Builds url-status.wasm with Go 1.26 (https://go.dev).
set -eu
cd "$(dirname "$0")"
. ../../build-lib.sh
need go "golang (1.26 or later, from backports)"
version go go1.26.8 "$(go env GOVERSION)"
GOOS=wasip1 GOARCH=wasm CGO_ENABLED=0 GOFLAGS= go build -buildvcs=false -trimpath -ldflags='-s -w -buildid=' -o url-status.wasm .
sums url-status.wasm
