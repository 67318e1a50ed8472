package org.vexhost.sandbox.compile;

import com.dylibso.chicory.wasm.WasmModule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.cache.ClassFile;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;
import org.vexhost.sandbox.compile.cache.ValidatedCode;
import org.vexhost.sandbox.compile.chicory.ChicoryCompiler;
import org.vexhost.sandbox.compile.chicory.ChicoryCompiler.Classes;
import org.vexhost.sandbox.compile.chicory.ClassRewriter;
import org.vexhost.sandbox.compile.chicory.ClassRewriter.HiddenGlobals;
import org.vexhost.sandbox.compile.chicory.Generation;
import org.vexhost.sandbox.compile.chicory.Interpreted;
import org.vexhost.sandbox.compile.chicory.TracingInterpreter;
import org.vexhost.sandbox.meter.Meter;
import org.vexhost.sandbox.meter.MeteredModule;
import org.vexhost.sandbox.meter.NanBits;
import org.vexhost.sandbox.meter.Skeleton;

/**
 * The fallback for compiling a module: meters it, compiles it with Chicory, and rewrites and loads
 * the classes.
 */
final class Pipeline implements ModuleCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private static final long SLOW_NANOS = 1_000_000_000L;

    private final GeneratedCodeCache cache;

    Pipeline(GeneratedCodeCache cache) {
        this.cache = cache;
    }

    @Override
    public ModuleLayout validate(byte[] wasm, CompileOptions options)
            throws InvalidModuleException {
        return ModuleLayout.of(wasm, options.limits());
    }

    @Override
    public CompiledModule compile(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        if (options.mode() == Mode.INTERPRETED) {
            return interpreted(layout, options.nans(), Optional.empty());
        }
        if (options.mode() == Mode.REWRITTEN && ChicoryCompiler.hasTypeTooLarge(layout)) {
            return interpreted(
                    layout,
                    options.nans(),
                    Optional.of(
                            "a function type has more parameters or results than a method of the"
                                    + " JVM can have"));
        }
        if (options.mode() == Mode.REWRITTEN && !ChicoryCompiler.compiles(layout)) {
            return interpreted(
                    layout,
                    options.nans(),
                    Optional.of(
                            "several results of two functions differ only in the kind of"
                                    + " reference"));
        }
        String key = CacheKey.of(layout, options);
        Optional<GeneratedCode> found = cache.find(key);
        if (found.isPresent()) {
            try {
                return load(layout, found.get());
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("entry '{}' of the compile cache does not load and is made anew", key, e);
            }
        }
        GeneratedCode code;
        CompiledModule compiled;
        try {
            code = generate(CacheKey.packageName(key), layout, options);
            compiled = load(layout, code);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // The module is valid. It must run despite a bug in Chicory's compiler or a limit of
            // the JVM.
            return notCompiled(layout, options, e);
        }
        cache.keep(key, code);
        return compiled;
    }

    @Override
    public OptionalLong keptBytes(ModuleLayout layout, CompileOptions options) {
        return cache.size(CacheKey.of(layout, options));
    }

    private static CompiledModule notCompiled(
            ModuleLayout layout, CompileOptions options, Throwable e)
            throws InvalidModuleException {
        LOG.warn("a valid module could not be compiled", e);
        if (options.mode() == Mode.UNMETERED) {
            throw refused(e);
        }
        return interpreted(
                layout,
                options.nans(),
                Optional.of("the compiler failed [%s]".formatted(e.getClass().getSimpleName())));
    }

    private static CompiledModule interpreted(
            ModuleLayout layout, NanBits nans, Optional<String> reason)
            throws InvalidModuleException {
        WasmModule module;
        try {
            module = ChicoryCompiler.parse(Meter.interpreted(layout, nans).bytes());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("a valid module could not be parsed", e);
            throw refused(e);
        }
        return new CompiledModule(
                layout,
                module,
                TracingInterpreter::new,
                layout.globalCount(),
                layout.bodyCount(),
                reason.map(why -> Interpreted.all(layout, why)));
    }

    private static InvalidModuleException refused(Throwable e) {
        return new InvalidModuleException(
                Reason.NOT_COMPILABLE, -1, 0, "module cannot be compiled: " + e);
    }

    private static CompiledModule load(ModuleLayout layout, GeneratedCode code) {
        return new CompiledModule(
                layout,
                ChicoryCompiler.parse(code.skeleton()),
                GuestClassLoader.load(code).machines(),
                code.guestGlobals(),
                code.interpreted().length,
                Interpreted.functions(layout, code.interpreted()));
    }

    private static GeneratedCode generate(
            String packageName, ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        LOG.debug("compiling {} functions", layout.bodyCount());
        long start = System.nanoTime();
        boolean counting = options.mode() != Mode.UNMETERED;
        NanBits nans = options.nans();
        MeteredModule metered =
                counting ? Meter.compiled(layout, nans) : Meter.unmetered(layout, nans);
        int imported = layout.importedFunctions();
        int[] sizes = new int[layout.functionCount()];
        for (int i = 0; i < layout.bodyCount(); i++) {
            sizes[imported + i] = layout.body(i).jvmBytes();
        }
        var rewriter =
                new ClassRewriter(
                        new HiddenGlobals(
                                counting ? metered.fuelGlobal() : -1, layout.functionCount()),
                        GrowingFunctions.of(layout),
                        layout.referable());
        var generation =
                new Generation(
                        ChicoryCompiler.parse(metered.bytes()), packageName, rewriter, sizes);
        Classes classes = generation.run();
        int[] interpreted = generation.interpreted();
        BitSet kept = new BitSet();
        Arrays.stream(interpreted).forEach(kept::set);
        MeteredModule rest =
                counting && !kept.isEmpty() ? Meter.interpreted(layout, nans) : metered;
        byte[] skeleton = Skeleton.of(rest.bytes(), i -> kept.get(imported + i));
        long nanos = System.nanoTime() - start;
        if (nanos > SLOW_NANOS) {
            LOG.info(
                    "compiled {} functions of {} bytes in {} ms, {} of them interpreted",
                    layout.bodyCount(),
                    layout.facts().codeBytes(),
                    nanos / 1_000_000,
                    interpreted.length);
        }
        Map<String, ClassFile> files = new HashMap<>();
        classes.bytes().forEach((name, bytes) -> files.put(name, ClassFile.of(bytes)));
        return new GeneratedCode(
                classes.mainClass(),
                files,
                Set.of(),
                skeleton,
                layout.globalCount(),
                interpreted,
                ValidatedCode.of(layout, options.limits()));
    }
}
