#!/usr/bin/env python3
"""Feeds every example tool odd JSON and random bytes: each call must end in JSON or in a clean trap, within its fuel.

Needs wasmtime, like check.py. The random bytes come from a fixed seed.
"""
import json
import random
import sys

import wasmtime

import check


def odd_inputs():
    yield b""
    yield b" "
    yield b"{"
    yield b"}"
    yield b"null"
    yield b"[]"
    yield b"{}"
    yield b"{}x"
    yield b'{"text"}'
    yield b'{"text":}'
    yield b'{"text":"a",}'
    yield b'{"text":"a"'
    yield b'{"text":"a'
    yield b'{"text":"\\'
    yield b'{"text":"\\u12"}'
    yield b'{"text":"\\x"}'
    yield b'{"text":"a\nb"}'
    yield b'{"text":"\xff\xfe"}'
    yield b'{"text":"\xc0\xaf"}'
    yield b'{"text":"\xed\xa0\x80"}'
    yield b'{"text":"\xf4\x90\x80\x80"}'
    yield b'{"text":"\xe2\x82"}'
    yield b'\xef\xbb\xbf{"text":"bom"}'
    for number in ("01", "-", "1.", ".5", "1e", "1e+", "+1", "0x1", "NaN", "Infinity", "-0", "1e999999999999", "1" * 5000,
                   "0." + "0" * 5000 + "1", "1E-400", "123456789012345678901234567890", "10.0", "70e-1", "-1", "0.5"):
        for name in ("top", "text", "limit", "pattern", "query", "csv"):
            yield f'{{"text":"a b","csv":"a\\n1","pattern":"a","{name}":{number}}}'.encode()
    for text in ("\\ud800", "\\udc00", "\\ud800\\ud800", "\\ud83d\\ude00", "\\ud800x", "\\u0000", "\\u0000\\u0001\\u001f", "\\u007f\\u0080",
                 "\\ufffe\\uffff", "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\u202e\u0301\u0301", "\U0001f468\u200d\U0001f469", "''''", "\\\"", "-" * 999,
                 "a" * 100000, "a " * 30000, "\\n" * 30000, "," * 30000, "\\\"" * 30001, "\\ud83d\\ude00" * 9000, "\u0130\u1e9e\u00df" * 9000):
        for name in ("text", "csv", "pattern", "query", "delimiter"):
            yield f'{{"{name}":"{text}"}}'.encode()
            yield f'{{"text":"x {text}","csv":"x\\n{text}","pattern":"(?P<n>.)","query":"x","{name}":"{text}"}}'.encode()
    for depth in (1, 100, 10_000, 1_000_000):
        yield b"[" * depth
        yield b"[" * depth + b"]" * depth
        yield b'{"text":' + b"[" * depth + b"]" * depth + b"}"
        yield b'{"x":' + b"[" * depth + b"]" * depth + b',"text":"a","csv":"a","pattern":"a"}'
        yield b'{"x":' + b'{"a":' * depth + b"1" + b"}" * depth + b',"text":"a","csv":"a","pattern":"a"}'
        yield b'{"x":' + b'[{"a":' * (depth // 2) + b"1" + b"}]" * (depth // 2) + b',"text":"a","csv":"a","pattern":"a"}'
        yield b'{"x":' + b'[{"a":' * (depth // 2) + b"1" + b"]}" * (depth // 2) + b',"text":"a"}'
    yield b'{"text":"first","text":"second","text":1}'
    yield b'{"te\\u0078t":"a","c\\u0073v":"a","p\\u0061ttern":"a"}'
    yield b"{" + b",".join(b'"%d":%d' % (i, i) for i in range(20000)) + b"}"


def random_inputs(count, seed=20240229):
    source = random.Random(seed)
    alphabet = b'{}[]":,\\\\u0dtfn 1eE+-.\n\x00\xc3\xa9\xf0\x9f\x98\x80abtext'
    for _ in range(count):
        length = source.randrange(1, 200)
        if source.random() < 0.3:
            yield source.randbytes(length)
        else:
            body = bytes(source.choice(alphabet) for _ in range(length))
            name = source.choice([b"text", b"csv", b"pattern", b"query"])
            yield source.choice([body, b'{"' + name + b'":' + body, b'{"' + name + b'":"' + body + b'"}'])


def main():
    engine = check.engine()
    failed = 0
    for folder, descriptor, file in check.tools():
        module = wasmtime.Module.from_file(engine, str(file))
        command = descriptor.get("abi") == "command"
        folders = check.data_folders(folder, descriptor)
        budget = descriptor.get("limits", {}).get("maxFuel", 10_000_000)
        seen = {"answer": 0, "error": 0, "trap": 0, "fuel": 0}
        for data in list(odd_inputs()) + list(random_inputs(300 if command else 3000)):
            try:
                output = check.run(engine, module, descriptor.get("abi", "vex"), data, folders, budget).output
            except (wasmtime.Trap, wasmtime.ExitTrap) as end:
                seen["fuel" if "fuel" in str(end) else "trap"] += 1
                continue
            if descriptor["name"].startswith("echo"):
                if output == data:
                    seen["answer"] += 1
                    continue
            try:
                result = json.loads(output.decode("utf-8"))
                seen["error" if isinstance(result, dict) and "error" in result else "answer"] += 1
            except ValueError as not_json:
                failed += 1
                print(f"{descriptor['name']}: {data[:80]!r}: {output[:80]!r}: {not_json}")
        print(descriptor["name"], seen)
        failed += seen["fuel"]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
