package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.cache.ClassFile;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A module whose classes are kept")
final class LazyLoadingTest {

    private static final int FUNCTIONS = 6;
    private static final int BROKEN = 2;
    private static final int I32 = ModuleWriter.I32;

    /** Keeps one entry, in memory. */
    private static final class OneEntry implements GeneratedCodeCache {

        private Optional<GeneratedCode> entry = Optional.empty();
        private int times;

        @Override
        public Optional<GeneratedCode> find(String key) {
            return entry;
        }

        @Override
        public void keep(String key, GeneratedCode code) {
            times++;
            Map<String, ClassFile> packed = new HashMap<>();
            code.classes()
                    .forEach(
                            (name, file) ->
                                    packed.put(
                                            name, ClassFile.ofPacked(file.packed(), file.size())));
            entry = Optional.of(with(code, packed, code.slow()));
        }

        private static GeneratedCode with(
                GeneratedCode code, Map<String, ClassFile> classes, Set<String> slow) {
            return new GeneratedCode(
                    code.mainClass(),
                    classes,
                    slow,
                    code.skeleton(),
                    code.guestGlobals(),
                    code.interpreted(),
                    code.validated());
        }

        /** Returns the full name of a class of the module. */
        String named(String simpleName) {
            return entry.orElseThrow().mainClass().replaceAll("Main$", simpleName);
        }

        /** Puts bytes that are no class into the place of one, which may be one of the slow. */
        void damage(String name, boolean isSlow) {
            GeneratedCode code = entry.orElseThrow();
            Map<String, ClassFile> classes = new HashMap<>(code.classes());
            assertTrue(classes.containsKey(name), classes.keySet().toString());
            classes.put(name, ClassFile.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
            entry = Optional.of(with(code, classes, isSlow ? Set.of(name) : Set.of()));
        }
    }

    /** Functions so long that each has a class of its own: {@code f0}, {@code f1} and so on. */
    private static byte[] module() {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32}, new int[] {I32});
        for (int i = 0; i < FUNCTIONS; i++) {
            Bytes code = Bytes.of(0x20, 0);
            for (int j = 0; j < 2_000; j++) {
                code.u8(0x20, 0, 0x41).s64(i * 31 + j).u8(0x6C, 0x73);
            }
            module.export("f" + i, 0, module.function(type, new int[0], code));
        }
        return module.toByteArray();
    }

    private static long expected(int function, int argument) {
        int value = argument;
        for (int j = 0; j < 2_000; j++) {
            value ^= argument * (function * 31 + j);
        }
        return value;
    }

    private static CompiledModule compile(OneEntry cache) throws InvalidModuleException {
        CompileOptions options = CompileOptions.DEFAULT;
        return new OwnCompiler(cache).compile(ModuleLayout.of(module(), options.limits()), options);
    }

    private static long call(CompiledModule module, int function, int argument) {
        FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
        var options = new InstanceOptions(1 << 20, 100, 1_000_000, gauge, MemoryPool.NONE, null);
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), options)) {
            return guest.call("f" + function, argument)[0];
        }
    }

    @Test
    @DisplayName("loads a class when a call first gets to it")
    void loadsOnFirstCall() throws InvalidModuleException {
        OneEntry cache = new OneEntry();
        assertEquals(expected(BROKEN, 7), call(compile(cache), BROKEN, 7));
        assertEquals(1, cache.times);
        cache.damage(cache.named("Code" + (BROKEN + 1)), false);
        CompiledModule kept = compile(cache);
        for (int i = 0; i < FUNCTIONS; i++) {
            int function = i;
            if (i == BROKEN) {
                assertThrows(LinkageError.class, () -> call(kept, function, 7));
            } else {
                assertEquals(expected(i, 7), call(kept, i, 7));
            }
        }
        assertEquals(1, cache.times, "the entry was found, and not made anew");
    }

    @Test
    @DisplayName("is compiled anew when its main class does not load")
    void brokenMainClass() throws InvalidModuleException {
        OneEntry cache = new OneEntry();
        compile(cache);
        cache.damage(cache.entry.orElseThrow().mainClass(), false);
        assertEquals(expected(1, 9), call(compile(cache), 1, 9));
        assertEquals(2, cache.times);
    }

    @Test
    @DisplayName("loads a class before any call when that takes long")
    void loadsSlowClassesAtOnce() throws InvalidModuleException {
        OneEntry cache = new OneEntry();
        compile(cache);
        cache.damage(cache.named("Code" + (BROKEN + 1)), true);
        assertEquals(expected(BROKEN, 3), call(compile(cache), BROKEN, 3));
        assertEquals(2, cache.times, "the entry was made anew");
    }

    /**
     * The verifier compares 10,000 locals for each of 10,800 targets: that takes many times as long
     * as what is slow.
     */
    @Test
    @DisplayName("knows which classes take long, however small they are")
    void slowClassesAreFound() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes table = Bytes.of(0x02, 0x40, 0x20, 0, 0x0E).u32(299);
        table.repeat(300, Bytes.of(0)).u8(0x0B);
        for (int i = 0; i < 18; i++) {
            Bytes body = Bytes.of(1).u32(10_000).u8(I32).add(table, table).u8(0x20, 0, 0x0B);
            module.export("f" + i, 0, module.rawFunction(type, body));
        }
        OneEntry cache = new OneEntry();
        CompileOptions options = new CompileOptions(ModuleLimits.GENEROUS, Mode.COMPILED);
        CompiledModule compiled =
                new OwnCompiler(cache)
                        .compile(ModuleLayout.of(module.toByteArray(), options.limits()), options);
        assertEquals(7, call(compiled, 8, 7));
        Set<String> slow = cache.entry.orElseThrow().slow();
        assertTrue(slow.stream().anyMatch(each -> each.endsWith(".Code0")), slow.toString());
    }

    @Test
    @DisplayName("answers calls that load the same classes at once")
    void callsAtOnce() throws Exception {
        OneEntry cache = new OneEntry();
        compile(cache);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                CompiledModule kept = compile(cache);
                List<Callable<Long>> calls = new ArrayList<>();
                for (int i = 0; i < 48; i++) {
                    int function = i % FUNCTIONS;
                    calls.add(() -> call(kept, function, 5) - expected(function, 5));
                }
                for (Future<Long> answer : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                    assertEquals(0, answer.get());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("has class files that are the same when they were packed")
    void packing() {
        byte[] plain = module();
        ClassFile file = ClassFile.of(plain);
        ClassFile packed = ClassFile.ofPacked(file.packed(), plain.length);
        assertTrue(packed.packed().length < plain.length);
        assertEquals(plain.length, packed.size());
        assertArrayEquals(plain, packed.plain());
        byte[] half = Arrays.copyOf(file.packed(), file.packed().length / 2);
        assertThrows(ClassFormatError.class, () -> ClassFile.ofPacked(half, plain.length).plain());
        assertThrows(ClassFormatError.class, () -> ClassFile.ofPacked(plain, plain.length).plain());
        assertThrows(IllegalArgumentException.class, () -> ClassFile.ofPacked(half, -1));
        assertThrows(IllegalArgumentException.class, () -> ClassFile.ofPacked(half, (1 << 28) + 1));
    }
}
