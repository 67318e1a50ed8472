#!/bin/sh
# Assembles every .wat below this folder beside its source. Debian 12: apt-get install wabt
# A line ";; wat2wasm: OPTION…" at the top of a source gives the options it needs.
set -eu
cd "$(dirname "$0")"
command -v wat2wasm >/dev/null 2>&1 || {
  echo "build.sh: 'wat2wasm' is missing; on Debian 12: apt-get install wabt" >&2
  exit 1
}
for source in */*.wat; do
  options=$(sed -n 's/^;; wat2wasm: //p' "$source")
  # shellcheck disable=SC2086
  wat2wasm $options -o "${source%.wat}.wasm" "$source" || exit 1
done
