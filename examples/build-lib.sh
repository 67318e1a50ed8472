# Sourced by the build.sh of each example: finds tools, or says which package has them.

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

# need COMMAND PACKAGE: ends with a clear message when the command is not there.
need() {
  command -v "$1" >/dev/null 2>&1 || fail "'$1' is missing; on Debian 12: apt-get install $2"
}

# version COMMAND EXPECTED ACTUAL: other versions may work, but give other bytes.
version() {
  if [ "$3" != "$2" ]; then
    echo "build.sh: note: $1 is '$3', the module here was built with '$2'; the bytes may differ" >&2
  fi
}

# c_module OUT SOURCE [OPTION…]: freestanding C to a module without imports.
c_module() {
  need clang "clang lld"
  need wasm-ld lld
  version clang 14.0.6 "$(clang -dumpversion)"
  out=$1
  shift
  # In two steps: clang as a driver of the linker would also run whatever wasm-opt it finds.
  clang --target=wasm32-unknown-unknown -std=c11 -Os -Wall -Wextra -Werror -Wno-unused-function \
    -mbulk-memory -msign-ext -mnontrapping-fptoint -ffreestanding -fno-ident -fvisibility=hidden \
    -c -o "$out.o" "$@"
  wasm-ld --no-entry --strip-all --stack-first -z stack-size=16384 -o "$out" "$out.o"
  rm -f "$out.o"
}

# sums FILE…: writes SHA256SUMS.
sums() {
  sha256sum "$@" >SHA256SUMS
}
