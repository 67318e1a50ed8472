package org.vexhost.sandbox.compile;

import java.util.OptionalLong;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;

/**
 * The compiler for tests. If our compiler fails, Chicory's compiler would take over, with the right
 * result: a test would pass although our compiler has a fault. Here, the test fails instead. A test
 * that is about the fallback asks for a mode of Chicory's, such as {@link Mode#REWRITTEN}.
 */
public final class StrictCompiler implements ModuleCompiler {

    private final ModuleCompiler own = new OwnCompiler(GeneratedCodeCache.NONE, new NoFallback());
    private final ModuleCompiler other = ModuleCompiler.uncached();

    private StrictCompiler() {}

    /** Returns a compiler without a cache and without a fallback. */
    public static ModuleCompiler uncached() {
        return new StrictCompiler();
    }

    private ModuleCompiler of(CompileOptions options) {
        return options.mode().isOwn() ? own : other;
    }

    @Override
    public ModuleLayout validate(byte[] wasm, CompileOptions options)
            throws InvalidModuleException {
        return of(options).validate(wasm, options);
    }

    @Override
    public CompiledModule compile(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        return of(options).compile(layout, options);
    }

    @Override
    public OptionalLong keptBytes(ModuleLayout layout, CompileOptions options) {
        return OptionalLong.empty();
    }

    /** In place of a compiler for modules that ours cannot compile: there must be none. */
    private static final class NoFallback implements ModuleCompiler {

        @Override
        public ModuleLayout validate(byte[] wasm, CompileOptions options) {
            throw new AssertionError("validated by the fallback");
        }

        @Override
        public CompiledModule compile(ModuleLayout layout, CompileOptions options) {
            throw new AssertionError("not compiled by our own compiler; the log says why");
        }

        @Override
        public OptionalLong keptBytes(ModuleLayout layout, CompileOptions options) {
            return OptionalLong.empty();
        }
    }
}
