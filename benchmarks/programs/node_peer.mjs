// Runs a program in Node.js, which has the older form of exceptions, and prints its exit status and the nanoseconds that it ran:
//   node_peer.mjs MODULE ARGUMENTS STDIN STDOUT STDERR, where ARGUMENTS is a JSON array
import { openSync, readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [module, args, given, printed, complained] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1',
  args: JSON.parse(args),
  stdin: openSync(given),
  stdout: openSync(printed, 'w'),
  stderr: openSync(complained, 'w'),
  returnOnExit: true,
});
const { instance } = await WebAssembly.instantiate(readFileSync(module), wasi.getImportObject());
const began = process.hrtime.bigint();
const status = wasi.start(instance);
console.log(`${status} ${process.hrtime.bigint() - began}`);
