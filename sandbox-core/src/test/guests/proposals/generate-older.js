// Writes what V8 answers for calls of exceptions-older.wasm, whose form of exceptions Wasmtime does not take.
// Fuel is that of the same calls of exceptions.wasm in proposals.json, where both modules have the function.
// node generate-older.js
"use strict";
const fs = require("fs");
const path = require("path");

const MODULE = "exceptions-older";
const CALLS = {
  loop: [[1], [1000], [12]],
  below: [[4], [5]],
  deep: [[0, 1], [100, 3], [5000, 2], [3, 4]],
  grows: [[7]],
  traps: [[0], [1], [2], [4]],
  uncaught: [[2], [3]],
  handlers: [0, 1, 2, 3].flatMap((x) => [0, 1, 2].map((y) => [x, y])),
  further: [0, 1, 2, 3].flatMap((x) => [0, 1].map((y) => [x, y])),
  rethrow: [0, 1, 2, 3].flatMap((x) => [0, 1, 2, 3].map((y) => [x, y])),
  delegate: [[0], [1], [2], [3]],
  "delegate-out": [0, 1, 2, 3].flatMap((x) => [0, 1, 2, 3, 10, 11, 12, 13].map((y) => [x, y])),
  "delegate-caller": [[0], [1], [2], [3]],
  values: [[2], [3]],
  empty: [[]],
  levels: [[0], [2], [5]],
  "levels-count": [[0], [1], [3], [4], [50]],
};
const TRAPS = [
  ["unreachable", "unreachable"],
  ["divide by zero", "integer divide by zero"],
  ["memory access out of bounds", "out of bounds memory access"],
];

const module_ = new WebAssembly.Module(fs.readFileSync(path.join(__dirname, MODULE + ".wasm")));
const names = WebAssembly.Module.exports(module_).filter((e) => e.kind === "function").map((e) => e.name);
if (names.sort().join() !== Object.keys(CALLS).sort().join()) {
  throw new Error("no calls of, or no functions: " + names + " and " + Object.keys(CALLS));
}
const newer = JSON.parse(fs.readFileSync(path.join(__dirname, "proposals.json"), "utf8"));
const hex = (value, digits) => "0x" + BigInt.asUintN(digits * 4, BigInt(value)).toString(16).padStart(digits, "0");

function call(name, values) {
  const line = { module: MODULE, function: name };
  line.args = values.map((value) => ({ type: "i32", bits: hex(value, 8) }));
  try {
    const result = new WebAssembly.Instance(module_).exports[name](...values);
    const isLong = typeof result === "bigint";
    line.results = [{ type: isLong ? "i64" : "i32", bits: hex(result, isLong ? 16 : 8) }];
  } catch (e) {
    if (e instanceof WebAssembly.Exception) {
      line.trap = "uncaught exception";
    } else {
      line.trap = TRAPS.find(([text]) => e.message.includes(text))[1];
      line.fuelComparable = false;
    }
  }
  const same = newer.find(
    (n) => n.module === "exceptions" && n.function === name && !("budget" in n) &&
      JSON.stringify(n.args) === JSON.stringify(line.args));
  if (same === undefined || line.fuelComparable === false || name.startsWith("levels")) {
    line.fuelComparable = false;
    line.fuel = 0;
  } else {
    line.fuel = same.fuel;
  }
  return line;
}

const lines = Object.entries(CALLS).flatMap(([name, calls]) => calls.map((values) => call(name, values)));
const text = lines.map((line) => "  " + JSON.stringify(line)).join(",\n");
fs.writeFileSync(path.join(__dirname, "older.json"), "[\n" + text + "\n]\n");
console.log(lines.length + " calls, " + lines.filter((l) => l.fuelComparable !== false).length + " of them with fuel");
