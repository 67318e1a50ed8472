package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.MethodTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.ChicoryCompiler.Classes;
import org.vexhost.sandbox.compile.ClassRewriter.HiddenGlobals;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.meter.Meter;
import org.vexhost.sandbox.meter.MeteredModule;
import org.vexhost.sandbox.meter.NanBits;
import org.vexhost.sandbox.meter.Skeleton;

/** The way of a module: validated, metered, compiled by Chicory, rewritten, loaded. */
final class Pipeline implements ModuleCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** Functions that come to more bytecode, by estimate, are not tried. */
    private static final int SURELY_TOO_LARGE = 150_000;

    private static final long SLOW_NANOS = 1_000_000_000L;

    private final GeneratedCodeCache cache;

    Pipeline(GeneratedCodeCache cache) {
        this.cache = cache;
    }

    @Override
    public CompiledModule compile(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        if (options.mode() == Mode.INTERPRETED) {
            return interpreted(layout, options.nans());
        }
        if (options.mode() == Mode.COMPILED && !ChicoryCompiler.compiles(layout)) {
            LOG.info(
                    "interpreting all {} functions: several results of two of them differ only in"
                            + " the kind of reference",
                    layout.bodyCount());
            return interpreted(layout, options.nans());
        }
        String key = CacheKey.of(layout.bytes(), options);
        Optional<GeneratedCode> found = cache.find(key);
        if (found.isPresent()) {
            try {
                return load(layout, found.get());
            } catch (LinkageError e) {
                LOG.warn("entry '{}' of the compile cache does not load and is made anew", key, e);
            }
        }
        GeneratedCode code = generate(layout, options);
        CompiledModule compiled;
        try {
            compiled = load(layout, code);
        } catch (LinkageError e) {
            throw notCompiled(e);
        }
        cache.keep(key, code);
        return compiled;
    }

    private static CompiledModule interpreted(ModuleLayout layout, NanBits nans)
            throws InvalidModuleException {
        return new CompiledModule(
                layout.facts(),
                parse(Meter.interpreted(layout, nans).bytes()),
                InterpreterMachine::new,
                layout.globalCount(),
                layout.bodyCount());
    }

    private static CompiledModule load(ModuleLayout layout, GeneratedCode code)
            throws InvalidModuleException {
        return new CompiledModule(
                layout.facts(),
                parse(code.skeleton()),
                GuestClassLoader.load(code),
                code.guestGlobals(),
                code.interpreted());
    }

    private static WasmModule parse(byte[] module) throws InvalidModuleException {
        try {
            return ChicoryCompiler.parse(module);
        } catch (ChicoryException | IllegalArgumentException | NegativeArraySizeException e) {
            throw notCompiled(e);
        }
    }

    private static InvalidModuleException notCompiled(Throwable e) {
        LOG.warn("module passed validation, but not the compiler", e);
        return new InvalidModuleException(
                Reason.NOT_COMPILABLE, -1, 0, "module cannot be compiled: " + e.getMessage());
    }

    private static GeneratedCode generate(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        LOG.debug("compiling {} functions", layout.bodyCount());
        long start = System.nanoTime();
        boolean counting = options.mode() != Mode.UNMETERED;
        NanBits nans = options.nans();
        MeteredModule metered =
                counting ? Meter.compiled(layout, nans) : Meter.unmetered(layout, nans);
        WasmModule module = parse(metered.bytes());
        int imported = layout.importedFunctions();
        int[] sizes = new int[layout.functionCount()];
        for (int i = 0; i < layout.bodyCount(); i++) {
            sizes[imported + i] = layout.body(i).jvmBytes();
        }
        var rewriter =
                new ClassRewriter(
                        new HiddenGlobals(
                                counting ? metered.fuelGlobal() : -1, layout.functionCount()),
                        Growth.of(layout),
                        layout.referable());
        Set<Integer> interpreted = ChicoryCompiler.tooLarge(sizes, SURELY_TOO_LARGE);
        Classes generated;
        Map<String, byte[]> classes;
        try {
            while (true) {
                generated = ChicoryCompiler.compile(module, interpreted, sizes);
                Optional<Map<String, byte[]>> rewritten =
                        rewrite(rewriter, generated, interpreted, sizes);
                if (rewritten.isPresent()) {
                    classes = rewritten.get();
                    break;
                }
            }
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            // The compiler is not ours: whatever it throws, the module is what it is about.
            throw notCompiled(e);
        }
        Set<Integer> kept = new HashSet<>(interpreted);
        MeteredModule rest =
                counting && !kept.isEmpty() ? Meter.interpreted(layout, nans) : metered;
        byte[] skeleton = Skeleton.of(rest.bytes(), i -> kept.contains(imported + i));
        long nanos = System.nanoTime() - start;
        if (nanos > SLOW_NANOS) {
            LOG.info(
                    "compiled {} functions of {} bytes in {} ms, {} of them interpreted",
                    layout.bodyCount(),
                    layout.facts().codeBytes(),
                    nanos / 1_000_000,
                    interpreted.size());
        }
        return new GeneratedCode(
                generated.mainClass(), classes, skeleton, layout.globalCount(), interpreted.size());
    }

    /** Rewrites all classes; empty when a function turned out too large, which is noted. */
    private static Optional<Map<String, byte[]>> rewrite(
            ClassRewriter rewriter, Classes generated, Set<Integer> interpreted, int[] sizes) {
        var classes = new HashMap<String, byte[]>();
        for (Map.Entry<String, byte[]> entry : generated.bytes().entrySet()) {
            try {
                classes.put(entry.getKey(), rewriter.rewrite(entry.getValue()));
            } catch (MethodTooLargeException e) {
                ChicoryCompiler.add(interpreted, e.getMethodName(), sizes);
                return Optional.empty();
            }
        }
        return Optional.of(classes);
    }
}
