package org.vexhost.benchmarks.peer;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions;
import org.vexhost.sandbox.compile.CompiledModule;
import org.vexhost.sandbox.compile.ModuleCompiler;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;

/** Compiles modules that only compute, and gives each of their guests generous limits. */
public final class Kernels {

    private static final long MEMORY_BYTES = 64L << 20;
    private static final int CALL_DEPTH = 100_000;

    private Kernels() {}

    /** Compiles a module as a host runs it. */
    public static CompiledModule metered(byte[] wasm) throws InvalidModuleException {
        return ModuleCompiler.uncached().compile(wasm, CompileOptions.DEFAULT);
    }

    /** Compiles a module in the same way, but without counting fuel and call depth. */
    public static CompiledModule unmetered(byte[] wasm) throws InvalidModuleException {
        var options = new CompileOptions(ModuleLimits.DEFAULT, CompileOptions.Mode.UNMETERED);
        return ModuleCompiler.uncached().compile(wasm, options);
    }

    /** Returns the limits of one guest. */
    public static InstanceOptions options() {
        FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
        return new InstanceOptions(MEMORY_BYTES, 1_000, CALL_DEPTH, gauge, MemoryPool.NONE, null);
    }
}
