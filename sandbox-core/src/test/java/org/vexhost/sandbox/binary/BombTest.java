package org.vexhost.sandbox.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;
import org.vexhost.sandbox.testing.RandomModule;

/** Small files that cost parsers and compilers much are refused in no time and without memory. */
@DisplayName("A bomb is refused within 250 ms and 64 MiB:")
final class BombTest {

    private static final long MAX_NANOS = 250_000_000;
    private static final long MAX_ALLOCATED_BYTES = 64 << 20;
    private static final int[] NONE = {};
    private static final Bytes EMPTY = new Bytes();

    @BeforeAll
    static void loadClasses() throws InvalidModuleException {
        for (int seed = 0; seed < 20; seed++) {
            ModuleLayout.of(RandomModule.of(seed), ModuleLimits.DEFAULT);
        }
    }

    private static InvalidModuleException refused(Reason reason, byte[] module) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long nanos = Long.MAX_VALUE;
        long allocated = 0;
        InvalidModuleException refusal = null;
        // Time on the processor, the best of three: how busy the machine is otherwise, and whether
        // the JIT got around to it, is no fault of the module.
        for (int i = 0; i < 3 && nanos >= MAX_NANOS; i++) {
            long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            refusal =
                    assertThrows(
                            InvalidModuleException.class,
                            () -> ModuleLayout.of(module, ModuleLimits.DEFAULT));
            nanos = threads.getCurrentThreadCpuTime() - start;
            allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
        }
        assertEquals(reason, refusal.reason(), refusal.getMessage());
        assertTrue(nanos < MAX_NANOS, nanos + " ns");
        assertTrue(allocated < MAX_ALLOCATED_BYTES, allocated + " bytes");
        return refusal;
    }

    private static byte[] header(Bytes sections) {
        return Bytes.of(0, 0x61, 0x73, 0x6D, 1, 0, 0, 0).add(sections).toByteArray();
    }

    private static byte[] function(Bytes code) {
        ModuleWriter module = new ModuleWriter();
        module.function(module.type(NONE, NONE), NONE, code);
        return module.toByteArray();
    }

    @Test
    @DisplayName("sixteen bytes that declare billions of types, functions, globals, exports, data")
    void declaredCounts() {
        for (int section : new int[] {1, 2, 3, 4, 6, 7, 9, 11}) {
            byte[] module = header(Bytes.of(section).sized(new Bytes().u32(0xFFFF_FFFFL).u8(0, 0)));
            assertTrue(module.length <= 17);
            refused(Reason.LIMIT_EXCEEDED, module);
        }
    }

    @Test
    @DisplayName("counts that are within their limits, but not in the file")
    void countsWithoutEntries() {
        for (int section : new int[] {1, 2, 3, 6, 7, 9, 11}) {
            refused(Reason.MALFORMED, header(Bytes.of(section).sized(new Bytes().u32(900).u8(0))));
        }
    }

    @Test
    @DisplayName("12 KB of 3,000 groups of 50,000 locals")
    void groupsOfLocals() {
        ModuleWriter module = new ModuleWriter();
        Bytes groups = new Bytes().u32(3_000).repeat(3_000, new Bytes().u32(50_000).u8(0x7F));
        module.rawFunction(module.type(NONE, NONE), groups.u8(0x0B));
        refused(Reason.LIMIT_EXCEEDED, module.toByteArray());
    }

    @Test
    @DisplayName("1.6 KB, 200 functions of 50,000 locals")
    void functionsOfManyLocals() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(NONE, NONE);
        for (int i = 0; i < 200; i++) {
            module.rawFunction(type, new Bytes().u32(1).u32(50_000).u8(0x7F, 0x0B));
        }
        InvalidModuleException refusal = refused(Reason.LIMIT_EXCEEDED, module.toByteArray());
        assertTrue(refusal.getMessage().startsWith("locals exceeds maxLocals of 4000, has 50000"));
        assertEquals(0, refusal.functionIndex().orElseThrow());
    }

    @Test
    @DisplayName("many functions, each with as many locals as it may have")
    void localsInAll() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(NONE, NONE);
        for (int i = 0; i < 10_000; i++) {
            module.rawFunction(type, new Bytes().u32(1).u32(4_000).u8(0x7F, 0x0B));
        }
        refused(Reason.LIMIT_EXCEEDED, module.toByteArray());
    }

    @Test
    @DisplayName("240 KB of 80,000 sibling loops")
    void siblingLoops() {
        refused(
                Reason.TOO_COSTLY,
                function(new Bytes().repeat(80_000, Bytes.of(0x03, 0x40, 0x0B))));
    }

    @Test
    @DisplayName("50,000 nested blocks with 50,000 br_ifs, and a million nested blocks")
    void nestedBlocks() {
        Bytes code = new Bytes().repeat(50_000, Bytes.of(0x02, 0x40));
        for (int i = 0; i < 50_000; i++) {
            code.u8(0x41, 0, 0x0D).u32(i);
        }
        refused(Reason.LIMIT_EXCEEDED, function(code.repeat(50_000, Bytes.of(0x0B))));
        refused(Reason.LIMIT_EXCEEDED, function(new Bytes().repeat(500_000, Bytes.of(0x02, 0x40))));
    }

    @Test
    @DisplayName("a br_table of a million, and a thousand of a thousand")
    void branchTables() {
        Bytes large = Bytes.of(0x02, 0x40, 0x41, 0, 0x0E).u32(1_000_000);
        refused(Reason.LIMIT_EXCEEDED, function(large.repeat(1_000_001, Bytes.of(0)).u8(0x0B)));
        Bytes table = Bytes.of(0x02, 0x40, 0x41, 0, 0x0E).u32(1_000).repeat(1_001, Bytes.of(0));
        refused(Reason.LIMIT_EXCEEDED, function(new Bytes().repeat(1_000, table.u8(0x0B))));
    }

    @Test
    @DisplayName("20,000 imports")
    void imports() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(NONE, NONE);
        for (int i = 0; i < 20_000; i++) {
            module.importFunction("wasi_snapshot_preview1", "f" + i, type);
        }
        refused(Reason.LIMIT_EXCEEDED, module.toByteArray());
    }

    @Test
    @DisplayName("1 MB of invalid drops")
    void invalidDrops() {
        refused(Reason.INVALID, function(new Bytes().repeat(1_000_000, Bytes.of(0x1A))));
    }

    @Test
    @DisplayName("8 MB of valid code with one wrong instruction at the end")
    void faultAtTheEnd() {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(NONE, NONE);
        Bytes code = new Bytes().repeat(200_000, Bytes.of(0x41, 1, 0x1A));
        for (int i = 0; i < 13; i++) {
            module.function(type, NONE, code);
        }
        module.function(type, NONE, Bytes.of(0x1A));
        InvalidModuleException refusal = refused(Reason.INVALID, module.toByteArray());
        assertEquals(13, refusal.functionIndex().orElseThrow());
    }

    @Test
    @DisplayName("calls that pass hundreds of values in two bytes")
    void wideCalls() {
        int[] many = new int[120];
        Arrays.fill(many, ModuleWriter.I32);
        ModuleWriter module = new ModuleWriter();
        int type = module.type(many, many);
        Bytes code = new Bytes();
        for (int i = 0; i < many.length; i++) {
            code.u8(0x20).u32(i);
        }
        module.function(type, NONE, code.repeat(300_000, Bytes.of(0x10, 0)));
        refused(Reason.TOO_COSTLY, module.toByteArray());
    }

    @Test
    @DisplayName("types times functions")
    void typesTimesFunctions() {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < 9_000; i++) {
            module.type(new int[] {0x7F - (i & 3), 0x7F - (i >> 2 & 3)}, NONE);
        }
        int type = module.type(NONE, NONE);
        for (int i = 0; i < 45_000; i++) {
            module.function(type, NONE, EMPTY);
        }
        refused(Reason.TOO_COSTLY, module.toByteArray());
    }

    @Test
    @DisplayName("an operand stack without end")
    void operands() {
        refused(Reason.LIMIT_EXCEEDED, function(new Bytes().repeat(500_000, Bytes.of(0x41, 0))));
    }

    @Test
    @DisplayName("a file that is larger than any module may be")
    void size() {
        ModuleLimits small = ModuleLimits.DEFAULT.with("maxModuleBytes", 1 << 20);
        InvalidModuleException refusal =
                assertThrows(
                        InvalidModuleException.class,
                        () -> ModuleLayout.of(new byte[(1 << 20) + 1], small));
        assertEquals(Reason.LIMIT_EXCEEDED, refusal.reason());
    }

    @Test
    @DisplayName("thousands of custom sections, and a name of a megabyte")
    void customSections() {
        refused(Reason.LIMIT_EXCEEDED, header(new Bytes().repeat(5_000, Bytes.of(0, 2, 1, 'x'))));
        refused(
                Reason.LIMIT_EXCEEDED,
                header(Bytes.of(0).sized(new Bytes().name("x".repeat(1 << 20)))));
    }

    @Test
    @DisplayName("tables and segments without end")
    void tablesAndSegments() {
        ModuleWriter tables = new ModuleWriter();
        for (int i = 0; i < 17; i++) {
            tables.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(1));
        }
        refused(Reason.LIMIT_EXCEEDED, tables.toByteArray());
        ModuleWriter segments = new ModuleWriter();
        segments.function(segments.type(NONE, NONE), NONE, EMPTY);
        for (int i = 0; i < 3; i++) {
            segments.entry(9, Bytes.of(1, 0).u32(90_000).repeat(90_000, Bytes.of(0)));
        }
        refused(Reason.LIMIT_EXCEEDED, segments.toByteArray());
    }

    @Test
    @DisplayName("tens of thousands of functions of two bytes, and of types of many values")
    void tinyFunctionsAndWideTypes() {
        ModuleWriter functions = new ModuleWriter();
        int type = functions.type(NONE, NONE);
        for (int i = 0; i < 49_000; i++) {
            functions.function(type, NONE, EMPTY);
        }
        refused(Reason.TOO_COSTLY, functions.toByteArray());
        int[] many = new int[120];
        Arrays.fill(many, ModuleWriter.I64);
        ModuleWriter types = new ModuleWriter();
        for (int i = 0; i < 10_001; i++) {
            types.type(many, many);
        }
        refused(Reason.LIMIT_EXCEEDED, types.toByteArray());
    }

    @Test
    @DisplayName("blocks within each other that all hold many values")
    void valuesThatWait() {
        int[] many = new int[100];
        Arrays.fill(many, ModuleWriter.I64);
        ModuleWriter module = new ModuleWriter();
        int type = module.type(many, many);
        Bytes code = new Bytes().repeat(100, Bytes.of(0x42, 0));
        code.repeat(1_000, Bytes.of(0x02).s64(type)).repeat(1_000, Bytes.of(0x0B));
        module.function(module.type(NONE, NONE), NONE, code.repeat(100, Bytes.of(0x1A)));
        refused(Reason.LIMIT_EXCEEDED, module.toByteArray());
    }

    @Test
    @DisplayName("exports, imports, globals and data segments without end")
    void entriesWithoutEnd() {
        ModuleWriter exports = new ModuleWriter();
        exports.function(exports.type(NONE, NONE), NONE, EMPTY);
        ModuleWriter globals = new ModuleWriter();
        globals.entry(6, Bytes.of(ModuleWriter.I32, 0, 0x41, 1, 0x0B));
        ModuleWriter data = new ModuleWriter().memory(1, 1);
        for (int i = 0; i <= 100_000; i++) {
            if (i <= 10_000) {
                exports.export("x".repeat(900) + i, 0, 0);
                globals.entry(6, Bytes.of(ModuleWriter.I32, 0, 0x23).u32(i).u8(0x0B));
            }
            data.entry(11, Bytes.of(1, 0));
        }
        refused(Reason.LIMIT_EXCEEDED, exports.toByteArray());
        refused(Reason.LIMIT_EXCEEDED, globals.toByteArray());
        refused(Reason.LIMIT_EXCEEDED, data.toByteArray());
    }
}
