#!/usr/bin/env python3
"""Puts a descriptor into a module, as the custom section 'vexhost.tool': one file that is a whole tool.

pack.py MODULE.wasm DESCRIPTOR.json OUT.wasm

The descriptor has neither 'module' nor 'sha256'. A section of that name that is there already is replaced.
"""
import json
import sys

NAME = b"vexhost.tool"


def leb(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def sections(module):
    """The sections: all their bytes, and for a custom section of our name what it holds, otherwise None."""
    at = 8
    while at < len(module):
        start = at
        size, content = read_leb(module, at + 1)
        at = content + size
        held = None
        if module[start] == 0:
            length, name = read_leb(module, content)
            if module[name : name + length] == NAME:
                held = module[name + length : at]
        yield module[start:at], held


def without_section(module):
    return module[:8] + b"".join(section for section, held in sections(module) if held is None)


def descriptor_in(module):
    """The descriptor that a module carries, or None."""
    return next((json.loads(held.decode("utf-8")) for _, held in sections(module) if held is not None), None)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip().splitlines()[2])
    module, descriptor, out = sys.argv[1:]
    with open(module, "rb") as file:
        wasm = file.read()
    with open(descriptor, encoding="utf-8") as file:
        tool = json.load(file)
    if wasm[:8] != b"\0asm\1\0\0\0":
        sys.exit(f"pack.py: '{module}' is not a WebAssembly module")
    for member in ("module", "sha256"):
        if member in tool:
            sys.exit(f"pack.py: '{descriptor}' has '{member}', which has no meaning inside a module")
    text = json.dumps(tool, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    content = leb(len(NAME)) + NAME + text
    with open(out, "wb") as file:
        file.write(without_section(wasm) + b"\0" + leb(len(content)) + content)


if __name__ == "__main__":
    main()
