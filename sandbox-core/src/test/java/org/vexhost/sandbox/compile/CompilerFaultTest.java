package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.cache.ClassFile;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A module for which our compiler has a fault")
final class CompilerFaultTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int[] NONE = {};

    /** Exports {@code run}, which adds up the numbers from its parameter down to 1. */
    private static byte[] sum() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes code = Bytes.of(0x03, 0x40, 0x20, 0, 0x20, 1, 0x6A, 0x21, 1);
        code.u8(0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x0D, 0, 0x0B, 0x20, 1);
        module.function(type, new int[] {I32}, code);
        module.export("run", 0, 0);
        return module.toByteArray();
    }

    /** A module with an instruction of the proposal for SIMD, which Chicory does not compile. */
    private static byte[] simd() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(NONE, new int[] {I32});
        module.function(type, NONE, Bytes.of(0x41, 7, 0xFD, 0x11, 0xFD, 0x1B, 0));
        module.export("run", 0, 0);
        return module.toByteArray();
    }

    private final List<String> kept = new ArrayList<>();

    private final GeneratedCodeCache cache =
            new GeneratedCodeCache() {
                @Override
                public Optional<GeneratedCode> find(String key) {
                    return Optional.empty();
                }

                @Override
                public void keep(String key, GeneratedCode code) {
                    kept.add(key);
                }

                @Override
                public OptionalLong size(String key) {
                    return OptionalLong.empty();
                }
            };

    private CompiledModule compile(byte[] module, OwnCompiler.Generator generator)
            throws InvalidModuleException {
        return new OwnCompiler(cache, new Pipeline(cache), generator)
                .compile(module, CompileOptions.DEFAULT);
    }

    /** The result of a call, and its fuel. */
    private static long[] run(CompiledModule module, long... arguments) {
        FuelGauge gauge = new FuelGauge(1_000_000);
        long[] results =
                module.instantiate(
                                ImportValues.empty(),
                                new InstanceOptions(
                                        1 << 20, 10, 1_000, gauge, MemoryPool.NONE, null))
                        .call("run", arguments);
        return new long[] {results[0], gauge.consumed()};
    }

    private void assertRunsAsFallback(String fault, OwnCompiler.Generator generator)
            throws InvalidModuleException {
        CompiledModule right = StrictCompiler.uncached().compile(sum(), CompileOptions.DEFAULT);
        assertFalse(right.isFallback());
        assertEquals(Optional.empty(), right.warning());

        CompiledModule module = compile(sum(), generator);
        assertTrue(module.isFallback());
        assertEquals(
                "calls may be slow, because the host's compiler has a fault ["
                        + fault
                        + "]; please report it",
                module.warning().orElseThrow());
        assertArrayEquals(run(right, 100), run(module, 100));
        assertEquals(5_050, run(module, 100)[0]);
        assertFalse(
                kept.contains(CacheKey.of(layout(sum()), CompileOptions.DEFAULT)),
                "the next start tries again");
    }

    private static ModuleLayout layout(byte[] module) throws InvalidModuleException {
        return ModuleLayout.of(module, CompileOptions.DEFAULT.limits());
    }

    @Test
    @DisplayName("runs, says so and uses the same fuel if generating fails")
    void generatorThrows() throws InvalidModuleException {
        assertRunsAsFallback(
                "IllegalStateException",
                (name, layout, options) -> {
                    throw new IllegalStateException("for a test");
                });
        assertRunsAsFallback(
                "StackOverflowError",
                (name, layout, options) -> {
                    throw new StackOverflowError("for a test");
                });
    }

    @Test
    @DisplayName("runs, says so and uses the same fuel if the classes do not load")
    void classesDoNotLoad() throws InvalidModuleException {
        assertRunsAsFallback(
                "ClassFormatError",
                (name, layout, options) -> {
                    GeneratedCode code = OwnCompiler.generate(name, layout, options);
                    Map<String, ClassFile> broken = new HashMap<>();
                    code.classes()
                            .forEach((key, file) -> broken.put(key, ClassFile.of(new byte[10])));
                    return new GeneratedCode(
                            code.mainClass(),
                            broken,
                            code.slow(),
                            code.skeleton(),
                            code.guestGlobals(),
                            code.interpreted(),
                            code.validated());
                });
    }

    @Test
    @DisplayName("is rejected if Chicory lacks the proposal that the module uses")
    void fallbackCannotCompile() throws InvalidModuleException {
        assertEquals(7, run(StrictCompiler.uncached().compile(simd(), CompileOptions.DEFAULT))[0]);
        InvalidModuleException e =
                assertThrows(
                        InvalidModuleException.class,
                        () ->
                                compile(
                                        simd(),
                                        (name, layout, options) -> {
                                            throw new IllegalStateException("for a test");
                                        }));
        assertEquals(InvalidModuleException.Reason.NOT_COMPILABLE, e.reason());
        assertTrue(
                e.getMessage()
                        .matches(
                                "host's compiler has a fault \\[IllegalStateException\\], and"
                                        + " Chicory's cannot take over \\[.*SIMD.*\\]; please"
                                        + " report it"),
                e.getMessage());
        assertEquals(List.of(), kept);
    }
}
