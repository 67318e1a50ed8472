package org.vexhost.sandbox.compile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;

/** Validates, meters and compiles modules. Thread-safe. */
public interface ModuleCompiler {

    /** What a cache on disk may take by default: 1 GiB. */
    long DEFAULT_CACHE_BYTES = 1L << 30;

    /** Names a module as it is compiled by this version, in hexadecimal digits. */
    static String key(ModuleLayout layout, CompileOptions options) {
        return CacheKey.of(layout.bytes(), options);
    }

    /** Returns a compiler that keeps nothing. */
    static ModuleCompiler uncached() {
        return new OwnCompiler(GeneratedCodeCache.NONE);
    }

    /**
     * Returns a compiler that keeps what it generates, across restarts, and what is in use: one
     * module compiled twice is one set of classes.
     *
     * @param directory where entries are kept; made with mode 0700 if it is not there
     * @param maxBytes what all entries together may take; those not used for longest go first
     * @throws IOException when the directory cannot be made, or belongs to somebody else
     */
    static ModuleCompiler cached(Path directory, long maxBytes) throws IOException {
        return new SharingCompiler(new OwnCompiler(DiskCache.open(directory, maxBytes)));
    }

    /**
     * Validates, meters and compiles a module, or finds it in a cache. Takes time in proportion to
     * the module: not for threads that serve calls.
     *
     * @param wasm the module as it came; not changed
     * @param options how
     * @throws InvalidModuleException when the module is refused
     */
    default CompiledModule compile(byte[] wasm, CompileOptions options)
            throws InvalidModuleException {
        return compile(ModuleLayout.of(wasm.clone(), options.limits()), options);
    }

    /**
     * Meters and compiles a module that was validated, or finds it in a cache.
     *
     * @param layout the module, validated under the limits of the options
     * @param options how
     * @throws InvalidModuleException when the module cannot be compiled
     */
    CompiledModule compile(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException;

    /**
     * Returns how many bytes of generated code are kept of a module: it will be loaded, and not
     * compiled. Empty if there are none.
     */
    OptionalLong keptBytes(ModuleLayout layout, CompileOptions options);
}
