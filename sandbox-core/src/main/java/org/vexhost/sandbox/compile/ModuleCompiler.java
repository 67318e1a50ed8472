package org.vexhost.sandbox.compile;

import org.vexhost.sandbox.InvalidModuleException;

/** Validates, meters and compiles modules. Thread-safe. */
public interface ModuleCompiler {

    /** Returns a compiler that keeps nothing. */
    static ModuleCompiler uncached() {
        return new Pipeline(GeneratedCodeCache.NONE);
    }

    /**
     * Validates, meters and compiles a module, or finds it in a cache. Takes time in proportion to
     * the module: not for threads that serve calls.
     *
     * @param wasm the module as it came; not changed
     * @param options how
     * @throws InvalidModuleException when the module is refused
     */
    CompiledModule compile(byte[] wasm, CompileOptions options) throws InvalidModuleException;
}
