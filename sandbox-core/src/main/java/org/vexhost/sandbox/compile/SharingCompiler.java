package org.vexhost.sandbox.compile;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;

/**
 * A compiler that compiles a module only once while the module is in use. It has only weak
 * references to modules, so classes can be unloaded after the last user is gone.
 */
final class SharingCompiler implements ModuleCompiler {

    private final ModuleCompiler compiler;
    private final Map<String, Entry> modules = new HashMap<>();
    private final ReferenceQueue<CompiledModule> unused = new ReferenceQueue<>();

    SharingCompiler(ModuleCompiler compiler) {
        this.compiler = compiler;
    }

    private static final class Entry extends WeakReference<CompiledModule> {

        private final String key;

        Entry(String key, CompiledModule module, ReferenceQueue<CompiledModule> queue) {
            super(module, queue);
            this.key = key;
        }
    }

    @Override
    public ModuleLayout validate(byte[] wasm, CompileOptions options)
            throws InvalidModuleException {
        return compiler.validate(wasm, options);
    }

    @Override
    public CompiledModule compile(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        // The limits are part of the key, since a module may be accepted under some limits and
        // rejected under others.
        String key = CacheKey.of(layout, options) + options.limits();
        CompiledModule known = find(key);
        if (known != null) {
            return known;
        }
        CompiledModule compiled = compiler.compile(layout, options);
        synchronized (modules) {
            CompiledModule other = find(key);
            if (other != null) {
                return other;
            }
            modules.put(key, new Entry(key, compiled, unused));
        }
        return compiled;
    }

    /** {@inheritDoc} Returns 0 for a module in use, since it need not be loaded. */
    @Override
    public OptionalLong keptBytes(ModuleLayout layout, CompileOptions options) {
        String key = CacheKey.of(layout, options) + options.limits();
        return find(key) == null ? compiler.keptBytes(layout, options) : OptionalLong.of(0);
    }

    private @Nullable CompiledModule find(String key) {
        synchronized (modules) {
            for (Object gone = unused.poll(); gone != null; gone = unused.poll()) {
                Entry entry = (Entry) gone;
                modules.remove(entry.key, entry);
            }
            Entry entry = modules.get(key);
            return entry == null ? null : entry.get();
        }
    }
}
