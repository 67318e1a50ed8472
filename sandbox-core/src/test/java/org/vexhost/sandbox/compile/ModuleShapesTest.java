package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

/**
 * Module in, behaviour out: whatever a compiler of it meets, a valid module runs, and runs right.
 */
@DisplayName("A valid module runs, whatever the compiler makes of it:")
final class ModuleShapesTest {

    private static final int I32 = ModuleWriter.I32;
    private static final int I64 = ModuleWriter.I64;
    private static final int[] NONE = {};

    /** A step of 20 bytes of JVM code and more, each with another constant. */
    private static final int LARGE_STEPS = 3_600;

    /** What a run gives. */
    private record Outcome(long answer, long fuel) {}

    private static CompiledModule compile(byte[] module, Mode mode) throws InvalidModuleException {
        return StrictCompiler.uncached()
                .compile(module, new CompileOptions(ModuleLimits.GENEROUS, mode));
    }

    private static Outcome run(CompiledModule module) {
        FuelGauge gauge = new FuelGauge(Long.MAX_VALUE);
        var options = new InstanceOptions(1 << 20, 5_000, 1_000_000, gauge, MemoryPool.NONE, null);
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), options)) {
            return new Outcome(guest.call("run", 7)[0], gauge.consumed());
        }
    }

    /** Checks that a module does the same in all modes, and returns it as Chicory compiles it. */
    private static CompiledModule runs(byte[] module) throws InvalidModuleException {
        Outcome expected = run(compile(module, Mode.INTERPRETED));
        for (Mode mode : new Mode[] {Mode.COMPILED, Mode.SPLIT}) {
            CompiledModule compiled = compile(module, mode);
            assertEquals(0, compiled.interpretedFunctions());
            assertEquals(Optional.empty(), compiled.warning());
            assertEquals(expected, run(compiled));
        }
        CompiledModule rewritten = compile(module, Mode.REWRITTEN);
        assertEquals(expected, run(rewritten));
        return rewritten;
    }

    /** Adds steps to its parameter and a global, and is called by function 1, exported as run. */
    private static byte[] large(int steps) {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        module.entry(6, Bytes.of(I32, 1, 0x41, 0, 0x0B));
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes code = new Bytes();
        for (int i = 0; i < steps; i++) {
            code.u8(0x20, 0, 0x41).s64(i).u8(0x6A, 0x21, 0);
            code.u8(0x23, 0, 0x20, 0, 0x73, 0x24, 0);
        }
        module.function(type, NONE, code.u8(0x23, 0));
        module.function(type, NONE, Bytes.of(0x20, 0, 0x10, 0));
        module.export("run", 0, 1);
        return module.toByteArray();
    }

    private static byte[] custom(byte[] module, String name, Bytes content) {
        Bytes section = Bytes.of(0).sized(new Bytes().name(name).add(content));
        return new Bytes().raw(module).add(section).toByteArray();
    }

    private static Bytes functionNames(Bytes names) {
        return Bytes.of(1).sized(names);
    }

    @Test
    @DisplayName("one function that is too large, with its name")
    void largeFunctionWithNames() throws InvalidModuleException {
        Bytes names = functionNames(Bytes.of(2, 0).name("main\u001bloop").u8(1).name("run"));
        CompiledModule module = runs(custom(large(LARGE_STEPS), "name", names));
        assertEquals(1, module.interpretedFunctions());
        assertEquals(
                Optional.of(
                        "1 of 2 functions is too large for the JVM and interpreted, 50 to 400 times"
                                + " slower than compiled code: function 0 'main\\u001bloop'"),
                module.warning());
    }

    @Test
    @DisplayName("one function that is too large, without names")
    void largeFunctionWithoutNames() throws InvalidModuleException {
        CompiledModule module = runs(large(LARGE_STEPS));
        assertEquals(1, module.interpretedFunctions());
        assertTrue(module.warning().orElseThrow().endsWith("compiled code: function 0"));
    }

    @Test
    @DisplayName("names that lie: of functions that are not there, twice, cut off, of no text")
    void lyingNames() throws InvalidModuleException {
        byte[] large = large(LARGE_STEPS);
        Bytes[] sections = {
            new Bytes(),
            Bytes.of(1),
            Bytes.of(1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
            Bytes.of(1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
            functionNames(Bytes.of(0xFF, 0xFF, 0xFF, 0xFF, 0x0F)),
            functionNames(Bytes.of(2, 0).name("a").u8(0).name("b")),
            functionNames(new Bytes().u32(1).u32(0xFFFF_FFFFL).name("far")),
            functionNames(Bytes.of(1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F)),
            functionNames(Bytes.of(1, 0, 4, 0xC3, 0x28, 0xFF, 0)),
            Bytes.of(0).sized(new Bytes().name("module")).add(functionNames(Bytes.of(9))),
            new Bytes().name("x".repeat(70_000)),
        };
        for (Bytes section : sections) {
            CompiledModule module = compile(custom(large, "name", section), Mode.REWRITTEN);
            assertEquals(1, module.interpretedFunctions());
            assertEquals(run(compile(large, Mode.INTERPRETED)), run(module));
        }
    }

    @Test
    @DisplayName("sections of names of random bytes, two of them, and other custom sections")
    void randomNames() throws InvalidModuleException {
        byte[] small = large(1);
        Outcome expected = run(compile(small, Mode.INTERPRETED));
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            byte[] module = custom(small, "name", new Bytes().raw(bytes));
            module = custom(module, "name", functionNames(new Bytes().raw(bytes)));
            module = custom(module, ".debug_info", new Bytes().raw(bytes));
            assertEquals(expected, run(compile(module, Mode.REWRITTEN)));
        }
    }

    @Test
    @DisplayName("functions on both sides of what fits, and of what is tried")
    void nearTheThreshold() throws InvalidModuleException {
        for (int steps : new int[] {1_500, 2_200, 2_700, 4_300, 4_600}) {
            assertTrue(runs(large(steps)).interpretedFunctions() <= 1);
        }
    }

    @Test
    @DisplayName("blocks within blocks as deep as they may be, each with a way out")
    void deepNesting() throws InvalidModuleException {
        for (int depth : new int[] {2_001, 3_500, ModuleLimits.DEFAULT.maxNesting() - 1}) {
            ModuleWriter module = new ModuleWriter().memory(1, 1);
            int type = module.type(new int[] {I32}, new int[] {I32});
            Bytes code = new Bytes().repeat(depth, Bytes.of(0x02, 0x40));
            for (int i = 0; i < depth; i++) {
                code.u8(0x20, 0, 0x41).s64(i).u8(0x46, 0x0D).u32(i);
            }
            for (int i = 0; i < depth; i++) {
                code.u8(0x0B, 0x20, 0, 0x41, 1, 0x6A, 0x21, 0);
            }
            module.export("run", 0, module.function(type, NONE, code.u8(0x20, 0)));
            byte[] bytes = module.toByteArray();
            Outcome expected = run(compile(bytes, Mode.INTERPRETED));
            assertEquals(expected, run(compile(bytes, Mode.COMPILED)));
            assertEquals(expected, run(compile(bytes, Mode.REWRITTEN)));
        }
    }

    /** Functions that each hold some constants of their own; the last one adds what all give. */
    private static byte[] constants(int functions, int each, int rest) {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I64}, new int[] {I64});
        long constant = 1L << 40;
        for (int i = 0; i < functions; i++) {
            Bytes code = Bytes.of(0x20, 0);
            for (int j = 0; j < (i == 0 ? rest : each); j++) {
                code.u8(0x42).s64(constant++).u8(0x7C);
            }
            module.function(type, NONE, code);
        }
        Bytes code = Bytes.of(0x20, 0);
        for (int i = 0; i < functions; i++) {
            code.u8(0x10).u32(i);
        }
        module.export("run", 0, module.function(type, NONE, code));
        return module.toByteArray();
    }

    @Test
    @DisplayName("more constants than one class holds, with what is added or without")
    void constantPool() throws InvalidModuleException {
        // 65,535 entries, two for each constant: a few left, none left, and twice as many.
        for (int rest : new int[] {660, 665, 666}) {
            CompiledModule module = runs(constants(33, 1_000, rest));
            assertEquals(0, module.interpretedFunctions(), "at " + rest);
            assertEquals(Optional.empty(), module.warning());
        }
        assertEquals(Optional.empty(), runs(constants(80, 1_000, 1)).warning());
    }

    @Test
    @DisplayName("thousands of functions of one type in a table, with values of two slots")
    void manyFunctionsOfOneType() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int count = 4_200;
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(count));
        int type = module.type(new int[] {I64, I32}, new int[] {I64});
        Bytes elements = Bytes.of(0, 0x41, 0, 0x0B).u32(count);
        for (int i = 0; i < count; i++) {
            module.function(
                    type, NONE, Bytes.of(0x20, 0, 0x20, 1, 0xAD, 0x7C, 0x42).s64(i).u8(0x7C));
            elements.u32(i);
        }
        module.entry(9, elements);
        int run = module.type(new int[] {I64}, new int[] {I64});
        Bytes code = Bytes.of(0x20, 0);
        for (int element : new int[] {0, 1_023, 1_024, 4_095, 4_096, 4_199}) {
            code.u8(0x41, 3, 0x41).s64(element).u8(0x11).u32(type).u8(0);
        }
        module.export("run", 0, module.function(run, NONE, code));
        runs(module.toByteArray());
    }

    @Test
    @DisplayName("exports and imports called as classes and methods that are generated")
    void namesOfGeneratedClasses() throws InvalidModuleException {
        byte[] plain = large(1);
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32}, new int[] {I32});
        module.function(type, NONE, Bytes.of(0x20, 0));
        String[] names = {
            "run",
            "func_0",
            "call",
            "<init>",
            "memory",
            "guest.Machine",
            "guest/MachineFuncGroup_0",
            "Main",
            "Code0"
        };
        Bytes namesOfFunctions = new Bytes().u32(1).u32(0).name("func_0");
        for (String name : names) {
            module.export(name, 0, 0);
        }
        byte[] made = custom(module.toByteArray(), "name", functionNames(namesOfFunctions));
        assertEquals(Optional.empty(), runs(made).warning());
        CompiledModule first = compile(made, Mode.REWRITTEN);
        CompiledModule second = compile(plain, Mode.REWRITTEN);
        assertEquals(7, run(first).answer());
        assertEquals(run(compile(plain, Mode.INTERPRETED)), run(second));
        assertEquals(7, run(first).answer());
    }

    @Test
    @DisplayName("lists of results that the compiler cannot tell apart, with a warning")
    void interpretedAsAWhole() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int function = module.type(NONE, new int[] {I32, ModuleWriter.FUNCREF});
        int extern = module.type(NONE, new int[] {I32, ModuleWriter.EXTERNREF});
        module.function(function, NONE, Bytes.of(0x41, 1, 0xD0, ModuleWriter.FUNCREF));
        module.function(extern, NONE, Bytes.of(0x41, 2, 0xD0, ModuleWriter.EXTERNREF));
        int run = module.type(new int[] {I32}, new int[] {I32});
        module.function(run, NONE, Bytes.of(0x10, 0, 0x1A, 0x10, 1, 0x1A, 0x6A));
        module.export("run", 0, 2);
        CompiledModule compiled = runs(module.toByteArray());
        assertEquals(3, compiled.interpretedFunctions());
        assertTrue(compiled.warning().orElseThrow().startsWith("all 3 functions are interpreted"));
    }

    @Test
    @DisplayName("a name that is too long for a message, and more functions than it names")
    void warningIsBounded() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32}, new int[] {I32});
        Bytes names = new Bytes().u32(7);
        for (int i = 0; i < 7; i++) {
            Bytes code = new Bytes().repeat(15_000 + i, Bytes.of(0x20, 0, 0x41, 1, 0x6A, 0x21, 0));
            module.function(type, NONE, code.u8(0x20, 0));
            names.u32(i).name("é".repeat(2_000 + i));
        }
        module.function(type, NONE, Bytes.of(0x20, 0));
        module.export("run", 0, 7);
        byte[] named = custom(module.toByteArray(), "name", functionNames(names));
        String warning = compile(named, Mode.REWRITTEN).warning().orElseThrow();
        assertTrue(warning.startsWith("7 of 8 functions are too large"), warning);
        assertTrue(warning.contains("function 6 'é"), warning);
        assertTrue(warning.endsWith("…', …"), warning);
        assertTrue(warning.getBytes(StandardCharsets.UTF_8).length < 3_000, warning);
    }
}
