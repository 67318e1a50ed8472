//! A tool host in the manner of VEX: every call makes an engine, compiles the module, instantiates it under limits and
//! runs it. Nothing is kept from one call to the next, which is what Vexhost is measured against. The mode `kept` is
//! what such a host could do: engine, module and linker are made once, and each call gets a store and an instance.
//!
//! Usage: vexlike fresh|kept CASES WARMUP_MILLIS MEASURE_MILLIS
//! Runs the tools among the cases; prints a line of JSON for each: the nanoseconds of every call and the answer.

use std::env;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::{ensure, Context, Result};
use rustix::time::{clock_gettime, ClockId};
use serde_json::{json, Value};
use wasmtime::{Config, Engine, Linker, Module, ResourceLimiter, Store};
use wasmtime_wasi::preview1::{add_to_linker_async, WasiP1Ctx};
use wasmtime_wasi::WasiCtxBuilder;

const MAX_MEMORY_BYTES: usize = 64 << 20;
const MAX_TABLE_ELEMENTS: u32 = 1_000;
const MAX_OUTPUT_BYTES: usize = 10 << 20;
const FUEL: u64 = 10_000_000;
const MIN_CALLS: usize = 5;
/// Calls beyond this many say nothing new.
const MAX_CALLS: usize = 200_000;

/// What one call owns.
struct Sandbox {
    wasi: WasiP1Ctx,
}

impl ResourceLimiter for Sandbox {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool> {
        Ok(desired <= MAX_MEMORY_BYTES)
    }

    fn table_growing(&mut self, _: u32, desired: u32, _: Option<u32>) -> Result<bool> {
        Ok(desired <= MAX_TABLE_ELEMENTS)
    }
}

struct Answer {
    /// What the tool wrote; VEX hands on the parsed value, so parsing it is part of the call.
    text: Vec<u8>,
    _output: Value,
    fuel: u64,
}

/// What can be made once for all calls of a tool.
struct Prepared {
    engine: Engine,
    module: Module,
    linker: Linker<Sandbox>,
}

fn prepare(wasm: &[u8]) -> Result<Prepared> {
    let mut config = Config::new();
    config.consume_fuel(true).async_support(true);
    let engine = Engine::new(&config)?;
    let module = Module::from_binary(&engine, wasm)?;
    let mut linker = Linker::new(&engine);
    add_to_linker_async(&mut linker, |sandbox: &mut Sandbox| &mut sandbox.wasi)?;
    Ok(Prepared { engine, module, linker })
}

async fn call(prepared: &Prepared, arguments: &Value) -> Result<Answer> {
    let wasi = WasiCtxBuilder::new().inherit_stdout().inherit_stderr().build_p1();
    let mut store = Store::new(&prepared.engine, Sandbox { wasi });
    store.limiter(|sandbox| sandbox);
    store.set_fuel(FUEL)?;
    let instance = prepared.linker.instantiate_async(&mut store, &prepared.module).await?;

    // VEX has no reactors; a tool that is one needs this to be comparable, and others do not pay for it.
    if let Ok(initialize) = instance.get_typed_func::<(), ()>(&mut store, "_initialize") {
        initialize.call_async(&mut store, ()).await?;
    }
    let allocate = instance.get_typed_func::<u32, u32>(&mut store, "vex_allocate")?;
    let execute = instance.get_typed_func::<(u32, u32), u64>(&mut store, "vex_execute")?;
    let memory = instance.get_memory(&mut store, "memory").context("the module exports no memory")?;

    let input = serde_json::to_vec(arguments)?;
    let length = u32::try_from(input.len())?;
    let pointer = allocate.call_async(&mut store, length).await?;
    memory.write(&mut store, pointer as usize, &input)?;
    let packed = execute.call_async(&mut store, (pointer, length)).await?;
    let (at, size) = ((packed >> 32) as usize, (packed & 0xffff_ffff) as usize);
    ensure!(size <= MAX_OUTPUT_BYTES, "the output of {size} bytes is too large");
    let mut bytes = vec![0; size];
    memory.read(&store, at, &mut bytes)?;
    let output = serde_json::from_slice(&bytes)?;
    Ok(Answer { text: bytes, _output: output, fuel: FUEL - store.get_fuel()? })
}

/// Time on the clock or, where VEXHOST_BENCHMARK_CPU_TIME is set, processor time of all threads: for a busy machine.
struct Clock {
    start: Instant,
    processor: bool,
}

impl Clock {
    fn new() -> Self {
        Clock { start: Instant::now(), processor: env::var_os("VEXHOST_BENCHMARK_CPU_TIME").is_some() }
    }

    fn now(&self) -> Duration {
        if self.processor {
            let time = clock_gettime(ClockId::ProcessCPUTime);
            Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
        } else {
            self.start.elapsed()
        }
    }
}

/// Calls for `enough`, and at least `min_calls` times; answers the nanoseconds of each call and the last answer.
fn run(enough: Duration, min_calls: usize, mut once: impl FnMut() -> Result<Answer>) -> Result<(Vec<u64>, Answer)> {
    let clock = Clock::new();
    let begun = clock.now();
    let mut nanos = Vec::new();
    loop {
        let start = clock.now();
        let answer = once()?;
        nanos.push((clock.now() - start).as_nanos() as u64);
        let go_on = clock.now() - begun < enough && nanos.len() < MAX_CALLS;
        if nanos.len() >= min_calls && !go_on {
            return Ok((nanos, answer));
        }
    }
}

fn millis(word: &str) -> Result<Duration> {
    Ok(Duration::from_millis(word.parse()?))
}

fn main() -> Result<()> {
    let words: Vec<String> = env::args().collect();
    ensure!(words.len() == 5, "usage: vexlike fresh|kept CASES WARMUP_MILLIS MEASURE_MILLIS");
    let runtime = tokio::runtime::Runtime::new()?;
    for line in fs::read_to_string(&words[2])?.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let ["tool", name, module, input] = fields[..] else {
            continue;
        };
        let wasm = fs::read(module)?;
        let arguments: Value = serde_json::from_slice(&fs::read(input)?)?;
        let kept = if words[1] == "kept" { Some(prepare(&wasm)?) } else { None };
        let mut once = || match &kept {
            Some(prepared) => runtime.block_on(call(prepared, &arguments)),
            None => runtime.block_on(async { call(&prepare(&wasm)?, &arguments).await }),
        };
        run(millis(&words[3])?, 1, &mut once)?;
        let (nanos, last) = run(millis(&words[4])?, MIN_CALLS, &mut once)?;
        println!("{}", json!({ "case": name, "nanos": nanos, "result": String::from_utf8(last.text)?, "fuel": last.fuel }));
    }
    Ok(())
}
