package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vexhost.sandbox.testing.ModuleWriter.I32;
import static org.vexhost.sandbox.testing.ModuleWriter.I64;

import com.dylibso.chicory.runtime.ImportValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("Chicory's faults are written around:")
final class RepairsTest {

    private static final int[] NONE = {};
    private static final int QUIET = 0x7FC0_0000;
    private static final int SIGNALLING = 0x7FA0_0000;

    private static long run(Mode mode, int argument, Bytes code) throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        int run = module.type(new int[] {I32, I64}, new int[] {I32});
        module.type(new int[] {I64}, new int[] {I32});
        module.type(new int[] {I32}, new int[] {I32});
        for (int i = 3; i < 0x80; i++) {
            module.type(NONE, new int[] {I32, I64});
        }
        module.function(run, NONE, code);
        module.export("run", 0, 0);
        return instance(mode, module).call("run", argument, 1)[0];
    }

    private static GuestInstance instance(Mode mode, ModuleWriter module)
            throws InvalidModuleException {
        FuelGauge fuel = new FuelGauge(10_000);
        return StrictCompiler.uncached()
                .compile(module.toByteArray(), new CompileOptions(ModuleLimits.DEFAULT, mode))
                .instantiate(
                        ImportValues.empty(),
                        new InstanceOptions(0, 10, 1_000, fuel, MemoryPool.NONE, null));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a branch out of a block that takes values leaves what lies below")
    void branchOutOfBlock(Mode mode) throws InvalidModuleException {
        Bytes code = Bytes.of(0x41, 3, 0x42, 3, 0x02, 1, 0x21, 1);
        code.u8(0x41, 7, 0x41, 2, 0x0C, 0, 0x0B, 0x21, 0);
        assertEquals(3, run(mode, 5, code));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a branch out of an if that takes values leaves what lies below")
    void branchOutOfIf(Mode mode) throws InvalidModuleException {
        Bytes code = Bytes.of(0x41, 3, 0x41, 4, 0x20, 0, 0x04, 2, 0x1A);
        code.u8(0x41, 7, 0x41, 2, 0x0C, 0, 0x05, 0x1A, 0x41, 5, 0x0B, 0x21, 0);
        assertEquals(3, run(mode, 5, code));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a branch back to a loop that takes values leaves what lies below")
    void branchToLoop(Mode mode) throws InvalidModuleException {
        Bytes code = Bytes.of(0x41, 3, 0x41, 4, 0x03, 2, 0x21, 0, 0x41, 7, 0x20, 0, 0x41, 0, 0x4A);
        code.u8(0x04, 0x40, 0x41, 9, 0x20, 0, 0x41, 1, 0x6B, 0x0C, 1, 0x0B, 0x0B, 0x21, 0);
        assertEquals(3, run(mode, 5, code));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a br_table goes to a loop that takes values, or past a block that gives them")
    void branchTableToLoop(Mode mode) throws InvalidModuleException {
        // A block that gives an i32 around a loop that takes one; 0 goes on, 1 goes out.
        Bytes code = Bytes.of(0x41, 40, 0x02, 0x7F, 0x41, 4, 0x03, 2, 0x21, 0);
        code.u8(0x41, 9, 0x20, 0, 0x41, 1, 0x6B, 0x20, 0, 0x41, 1, 0x4C, 0x0E, 1, 0, 1);
        code.u8(0x0B, 0x0B, 0x6A);
        assertEquals(40, run(mode, 5, code));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no index of a block's type is taken for a type of values")
    void blockTypes(Mode mode) throws InvalidModuleException {
        for (int type = 3; type < 0x80; type++) {
            Bytes code = Bytes.of(0x02).s64(type).u8(0x41).s64(type).u8(0x42, 2, 0x0B, 0x1A);
            assertEquals(type, run(mode, 5, code));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("minimum, maximum and rounding make a NaN quiet")
    void quietNans(Mode mode) throws InvalidModuleException {
        for (int op : new int[] {0x96, 0x97}) {
            Bytes code = Bytes.of(0x20, 0, 0xBE, 0x43).f32(0).u8(op, 0xBC);
            assertEquals(QUIET, run(mode, SIGNALLING, code) & QUIET);
        }
        for (int op = 0x8D; op <= 0x90; op++) {
            Bytes code = Bytes.of(0x20, 0, 0xBE, op, 0xBC);
            assertEquals(QUIET, run(mode, SIGNALLING, code) & QUIET);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("code that never runs takes its operands from nowhere")
    void codeThatNeverRuns(Mode mode) throws InvalidModuleException {
        Bytes code = Bytes.of(0x02, 0x7F, 0x41, 3, 0x0C, 0, 0x6A, 0x1B, 0x1A, 0x20, 0, 0x0D, 0);
        assertEquals(3, run(mode, 5, code.u8(0x0B)));
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPILED", "INTERPRETED"})
    @DisplayName("lists of several results that differ in the kind of reference only stay apart")
    void resultsOfBothReferences(Mode mode) throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(2));
        int function = module.type(NONE, new int[] {I32, ModuleWriter.FUNCREF});
        int extern = module.type(NONE, new int[] {I32, ModuleWriter.EXTERNREF});
        module.function(function, NONE, Bytes.of(0x41, 1, 0xD0, ModuleWriter.FUNCREF));
        module.function(extern, NONE, Bytes.of(0x41, 2, 0xD0, ModuleWriter.EXTERNREF));
        Bytes indirect = Bytes.of(0x20, 0, 0x11).u32(extern).u8(0, 0x1A);
        Bytes code = Bytes.of(0x10, 0, 0x1A, 0x10, 1, 0x1A, 0x6A).add(indirect).u8(0x6A);
        module.function(module.type(new int[] {I32}, new int[] {I32}), NONE, code);
        module.entry(9, Bytes.of(0, 0x41, 0, 0x0B, 2, 0, 1));
        module.export("run", 0, 2);
        assertEquals(5, instance(mode, module).call("run", 1)[0]);
        GuestTrapException trap =
                assertThrows(GuestTrapException.class, () -> instance(mode, module).call("run", 0));
        assertEquals(TrapKind.INDIRECT_CALL_TYPE, trap.kind());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("elements that hold nothing have a place in their table all the same")
    void emptyElements(Mode mode) throws InvalidModuleException {
        assertEquals(7, withEmptyElements(mode, Bytes.of(0x41, 1)).call("run")[0]);
        for (int offset : new int[] {2, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            Bytes at = Bytes.of(0x41).s64(offset);
            GuestTrapException trap =
                    assertThrows(GuestTrapException.class, () -> withEmptyElements(mode, at));
            assertEquals(TrapKind.TABLE_OUT_OF_BOUNDS, trap.kind());
        }
    }

    private static GuestInstance withEmptyElements(Mode mode, Bytes offset)
            throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0, 1));
        module.function(module.type(NONE, new int[] {I32}), NONE, Bytes.of(0x41, 7));
        module.export("run", 0, 0);
        module.entry(9, Bytes.of(0).add(offset).u8(0x0B, 0));
        return instance(mode, module);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a table may declare that it grows up to 4,294,967,295 elements")
    void largestTable(Mode mode) throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 1).u32(0).u32(0xFFFF_FFFFL));
        module.function(module.type(NONE, new int[] {I32}), NONE, Bytes.of(0xFC, 16, 0));
        module.export("run", 0, 0);
        assertEquals(0, instance(mode, module).call("run")[0]);
    }
}
