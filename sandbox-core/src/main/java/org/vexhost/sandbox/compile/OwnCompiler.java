package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.CodeFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.codegen.ModuleGenerator;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.cache.ClassFile;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;
import org.vexhost.sandbox.compile.cache.ValidatedCode;
import org.vexhost.sandbox.compile.chicory.InstanceModule;
import org.vexhost.sandbox.guest.support.CodeSupport;
import org.vexhost.sandbox.meter.NanBits;

/**
 * Compiles modules with our own compiler. If our compiler fails, the module still runs: Chicory's
 * compiler takes over, the module says so, and a warning reports it.
 */
final class OwnCompiler implements ModuleCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(OwnCompiler.class);

    /**
     * The estimated size of bytecode above which a function is split, in bytes. In larger methods,
     * C2 often stops inlining before it has inlined all loads and stores. What remains around the
     * split parts may have an estimated 7,000 bytes; by default, C2 does not compile methods of
     * more than 8,000.
     */
    private static final int MAX_METHOD_BYTES = 3_000;

    /** The same limit in the mode {@link Mode#SPLIT}, which is for tests. */
    private static final int MAX_SPLIT_BYTES = 100;

    private static final long SLOW_NANOS = 1_000_000_000L;

    private final GeneratedCodeCache cache;
    private final ModuleCompiler fallback;
    private final Generator generator;

    /** Generates the classes of a module. */
    @FunctionalInterface
    interface Generator {
        GeneratedCode generate(String packageName, ModuleLayout layout, CompileOptions options)
                throws InvalidModuleException;
    }

    OwnCompiler(GeneratedCodeCache cache) {
        this(cache, new Pipeline(cache));
    }

    /**
     * Creates a compiler.
     *
     * @param fallback the compiler for the other modes, and for modules that this one cannot
     *     compile
     */
    OwnCompiler(GeneratedCodeCache cache, ModuleCompiler fallback) {
        this(cache, fallback, OwnCompiler::generate);
    }

    /** Creates a compiler with a replaceable generator, for tests. */
    OwnCompiler(GeneratedCodeCache cache, ModuleCompiler fallback, Generator generator) {
        this.cache = cache;
        this.fallback = fallback;
        this.generator = generator;
    }

    @Override
    public ModuleLayout validate(byte[] wasm, CompileOptions options)
            throws InvalidModuleException {
        return ModuleLayout.of(wasm, options.limits(), layout -> known(layout, options));
    }

    private Optional<CodeFacts> known(ModuleLayout layout, CompileOptions options) {
        return options.mode().isOwn()
                ? cache.validated(CacheKey.of(layout, options))
                        .flatMap(code -> code.under(options.limits()))
                : Optional.empty();
    }

    @Override
    public CompiledModule compile(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        if (!options.mode().isOwn()) {
            return fallback.compile(layout, options);
        }
        String key = CacheKey.of(layout, options);
        Optional<GeneratedCode> found = cache.find(key);
        if (found.isPresent()) {
            try {
                GuestClassLoader.Lazily loaded = GuestClassLoader.lazily(found.get());
                return linked(
                        layout,
                        found.get(),
                        loaded.machines(),
                        Optional.of(new Preload(cache, key, loaded.loader())));
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("entry '{}' of the compile cache does not load and is made anew", key, e);
            }
        }
        return generated(
                key,
                layout.hasBodies() ? layout : ModuleLayout.of(layout.bytes(), options.limits()),
                options);
    }

    private CompiledModule generated(String key, ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        GeneratedCode code;
        CompiledModule compiled;
        try {
            code =
                    DeepStack.call(
                            () -> generator.generate(CacheKey.packageName(key), layout, options));
            GuestClassLoader.Loaded loaded = GuestClassLoader.load(code);
            code = code.withSlow(loaded.slow());
            compiled = linked(layout, code, loaded.machines(), Optional.empty());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.warn("a valid module could not be compiled; Chicory's compiler is used", e);
            return fallback(layout, options, e);
        }
        cache.keep(key, code);
        return compiled;
    }

    private CompiledModule fallback(ModuleLayout layout, CompileOptions options, Throwable fault)
            throws InvalidModuleException {
        try {
            return fallback.compile(layout, options.with(Mode.REWRITTEN)).asFallback(fault);
        } catch (InvalidModuleException e) {
            throw new InvalidModuleException(
                    Reason.NOT_COMPILABLE,
                    "host's compiler has a fault [%s], and Chicory's cannot take over [%s]"
                            .formatted(fault.getClass().getSimpleName(), e.fact()),
                    "please report it");
        }
    }

    @Override
    public OptionalLong keptBytes(ModuleLayout layout, CompileOptions options) {
        return cache.size(CacheKey.of(layout, options));
    }

    /** The default {@link Generator}. */
    static GeneratedCode generate(String packageName, ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        LOG.debug("compiling {} functions", layout.bodyCount());
        long start = System.nanoTime();
        NanBits nans = options.nans();
        Map<String, byte[]> generated =
                ModuleGenerator.generate(
                        layout,
                        CodeSupport.NAMES,
                        packageName,
                        nans,
                        GrowingFunctions.of(layout),
                        options.mode() == Mode.SPLIT ? MAX_SPLIT_BYTES : MAX_METHOD_BYTES);
        Map<String, ClassFile> classes = new HashMap<>();
        generated.forEach((name, bytes) -> classes.put(name, ClassFile.of(bytes)));
        long nanos = System.nanoTime() - start;
        if (nanos > SLOW_NANOS) {
            LOG.info(
                    "compiled {} functions of {} bytes in {} ms",
                    layout.bodyCount(),
                    layout.facts().codeBytes(),
                    nanos / 1_000_000);
        }
        return new GeneratedCode(
                ModuleGenerator.main(packageName),
                classes,
                Set.of(),
                new byte[0],
                layout.globalCount(),
                new int[0],
                ValidatedCode.of(layout, options.limits()));
    }

    private static CompiledModule linked(
            ModuleLayout layout,
            GeneratedCode code,
            Function<Instance, Machine> machines,
            Optional<Preload> preload) {
        return new CompiledModule(
                layout, InstanceModule.of(layout), machines, code.guestGlobals(), preload);
    }
}
