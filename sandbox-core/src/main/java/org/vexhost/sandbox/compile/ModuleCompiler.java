package org.vexhost.sandbox.compile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.cache.DiskCache;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;

/** Validates, meters and compiles modules. Thread-safe. */
public interface ModuleCompiler {

    /** The default size of a cache on disk: 1 GiB. */
    long DEFAULT_CACHE_BYTES = 1L << 30;

    /** Returns the key of a module as this version compiles it, in hexadecimal digits. */
    static String key(ModuleLayout layout, CompileOptions options) {
        return CacheKey.of(layout, options);
    }

    /** Returns a compiler without a cache. */
    static ModuleCompiler uncached() {
        return new OwnCompiler(GeneratedCodeCache.NONE);
    }

    /**
     * Returns a compiler with a cache that survives restarts. It also shares the classes of modules
     * that are in use. If a module is compiled again, the existing classes are used.
     *
     * @param directory the directory for entries; created with mode 0700 if it does not exist
     * @param maxBytes the maximum size of all entries together, in bytes; the least recently used
     *     entries are deleted first
     * @throws IOException if the directory cannot be created, or belongs to another user
     */
    static ModuleCompiler cached(Path directory, long maxBytes) throws IOException {
        return new SharingCompiler(new OwnCompiler(DiskCache.open(directory, maxBytes)));
    }

    /**
     * Validates, meters and compiles a module, or loads it from a cache. Takes time in proportion
     * to the module's size; do not call it on threads that serve calls.
     *
     * @param wasm the original module, which is not changed
     * @param options the options for compiling
     * @throws InvalidModuleException if the module is rejected
     */
    default CompiledModule compile(byte[] wasm, CompileOptions options)
            throws InvalidModuleException {
        return compile(validate(wasm.clone(), options), options);
    }

    /**
     * Validates a module. If a cache says that its code was validated under the same limits, only
     * the rest of the module is validated. Takes time in proportion to the module's size; do not
     * call it on threads that serve calls.
     *
     * @param wasm the module, which must not change while the layout is in use
     * @param options the options for compiling
     * @throws InvalidModuleException if the module is rejected
     */
    ModuleLayout validate(byte[] wasm, CompileOptions options) throws InvalidModuleException;

    /**
     * Meters and compiles a validated module, or loads it from a cache.
     *
     * @param layout the result of {@link #validate} under the same options
     * @param options the options for compiling
     * @throws InvalidModuleException if the module cannot be compiled
     */
    CompiledModule compile(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException;

    /**
     * Returns the size of a module's cached code, in bytes. Empty if no code is cached, so that the
     * module would have to be compiled.
     */
    OptionalLong keptBytes(ModuleLayout layout, CompileOptions options);
}
