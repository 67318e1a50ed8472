// V8 as Node brings it: unmetered, each case a line of JSON.
// Usage: node_peer.mjs CASES WARMUP_MILLIS MEASURE_MILLIS
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const MIN_CALLS = 5;
const MAX_CALLS = 200_000;

// Set on a busy machine: processor time is counted then, not time on the clock.
function nanos() {
  if (!process.env.VEXHOST_BENCHMARK_CPU_TIME) {
    return Number(process.hrtime.bigint());
  }
  const { user, system } = process.threadCpuUsage();
  return (user + system) * 1000;
}

function run(timedCall, millis, minCalls) {
  const times = [];
  const end = nanos() + Number(millis) * 1e6;
  while (times.length < minCalls || (nanos() < end && times.length < MAX_CALLS)) {
    times.push(timedCall());
  }
  return times;
}

function kernel(path, exportName, ...words) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), {});
  const call = exports[exportName];
  const numbers = words.map(Number);
  const state = {
    call() {
      const start = nanos();
      const result = call(...numbers);
      const took = nanos() - start;
      state.result = String(result);
      return took;
    },
  };
  return state;
}

function tool(path, inputPath) {
  const module = new WebAssembly.Module(readFileSync(path));
  const input = readFileSync(inputPath);
  const wantsWasi = WebAssembly.Module.imports(module).length > 0;
  const isReactor = WebAssembly.Module.exports(module).some((e) => e.name === '_initialize');
  const state = {
    call() {
      const start = nanos();
      const wasi = wantsWasi ? new WASI({ version: 'preview1' }) : undefined;
      const instance = new WebAssembly.Instance(module, wasi ? wasi.getImportObject() : {});
      if (wasi) {
        wasi.initialize(isReactor ? instance : { exports: { memory: instance.exports.memory } });
      } else if (isReactor) {
        instance.exports._initialize();
      }
      const { memory, vex_allocate: allocate, vex_execute: execute } = instance.exports;
      const at = allocate(input.length) >>> 0;
      new Uint8Array(memory.buffer, at, input.length).set(input);
      const packed = BigInt.asUintN(64, execute(at, input.length));
      const output = Buffer.from(memory.buffer, Number(packed >> 32n), Number(packed & 0xffffffffn)).toString();
      const took = nanos() - start;
      state.result = output;
      return took;
    },
  };
  return state;
}

const [cases, warmupMillis, measureMillis] = process.argv.slice(2);
for (const line of readFileSync(cases, 'utf8').trim().split('\n')) {
  const [kind, name, ...words] = line.split('\t');
  const state = kind === 'kernel' ? kernel(...words) : tool(...words);
  run(state.call, warmupMillis, 1);
  const nanos = run(state.call, measureMillis, MIN_CALLS);
  console.log(JSON.stringify({ case: name, nanos, result: state.result, fuel: -1 }));
}
