package org.vexhost.sandbox.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;
import org.vexhost.sandbox.testing.RandomModule;

final class ModuleLayoutTest {

    private static final int[] NONE = {};
    private static final int I32 = ModuleWriter.I32;

    private static InvalidModuleException refusal(byte[] module) {
        return assertThrows(
                InvalidModuleException.class, () -> ModuleLayout.of(module, ModuleLimits.DEFAULT));
    }

    /**
     * A function of one parameter and a local of each number type, in a module with all there is.
     */
    private static byte[] module(Bytes code) {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[] {I32}, new int[] {I32});
        module.memory(1, 2);
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(1));
        module.entry(4, Bytes.of(ModuleWriter.EXTERNREF, 0).u32(1));
        module.entry(6, Bytes.of(I32, 0, 0x41, 7, 0x0B));
        module.entry(6, Bytes.of(I32, 1, 0x41, 7, 0x0B));
        int[] locals = {ModuleWriter.I64, ModuleWriter.F32, ModuleWriter.F64};
        module.function(type, locals, code);
        module.function(type, NONE, Bytes.of(0x41, 0));
        module.entry(9, Bytes.of(1, 0).u32(1).u32(0));
        module.entry(11, Bytes.of(1).u32(1).u8(0));
        return module.countData().toByteArray();
    }

    @Nested
    @DisplayName("A module is refused by the name of what it uses:")
    final class Features {

        static Stream<Arguments> instructions() {
            return Stream.of(
                    Arguments.of(Reason.TAIL_CALLS, Bytes.of(0x15, 0)),
                    Arguments.of(Reason.TYPED_REFERENCES, Bytes.of(0x14, 0)),
                    Arguments.of(Reason.GC_TYPES, Bytes.of(0xFB, 0, 0)),
                    Arguments.of(Reason.TYPED_REFERENCES, Bytes.of(0xD4)),
                    Arguments.of(
                            Reason.EXCEPTIONS, Bytes.of(0x1F, 0x40, 0, 0x0B, 0x06, 0x40, 0x0B)),
                    Arguments.of(Reason.UNKNOWN_OPCODE, Bytes.of(0xFE, 0x0F)),
                    Arguments.of(Reason.UNKNOWN_OPCODE, Bytes.of(0xFE, 0x4F)),
                    Arguments.of(Reason.UNKNOWN_OPCODE, Bytes.of(0xFD, 0x9A, 1)),
                    Arguments.of(Reason.UNKNOWN_OPCODE, Bytes.of(0x27)),
                    Arguments.of(Reason.WIDE_ARITHMETIC, Bytes.of(0xFC, 0x13)),
                    Arguments.of(Reason.UNKNOWN_OPCODE, Bytes.of(0xFF)),
                    Arguments.of(Reason.MULTI_MEMORY, Bytes.of(0x41, 0, 0x28, 0x42, 1, 0)),
                    Arguments.of(Reason.MULTI_MEMORY, Bytes.of(0x3F, 1)));
        }

        @ParameterizedTest
        @MethodSource("instructions")
        void instruction(Reason reason, Bytes code) {
            byte[] module = module(code);
            InvalidModuleException refusal = refusal(module);
            assertEquals(reason, refusal.reason(), refusal.getMessage());
            assertEquals(0, refusal.functionIndex().orElseThrow());
            assertTrue(refusal.byteOffset() > 8 && refusal.byteOffset() < module.length);
            assertTrue(refusal.getMessage().contains("[function 0, offset 0x"));
        }

        static Stream<Arguments> sections() {
            return Stream.of(
                    Arguments.of(Reason.GC_TYPES, 1, Bytes.of(0x5F, 0)),
                    Arguments.of(Reason.GC_TYPES, 1, Bytes.of(0x60, 1, 0x6E, 0)),
                    Arguments.of(Reason.EXCEPTIONS, 1, Bytes.of(0x60, 1, 0x74, 0)),
                    Arguments.of(Reason.EXCEPTIONS, 4, Bytes.of(0x69, 0, 1)),
                    Arguments.of(Reason.EXCEPTIONS, 6, Bytes.of(0x69, 0, 0xD0, 0x69, 0x0B)),
                    Arguments.of(Reason.IMPORTED_TABLE, 2, imported(1, 0x70, 0, 1)),
                    Arguments.of(Reason.IMPORTED_MEMORY, 2, imported(2, 0, 1)),
                    Arguments.of(Reason.IMPORTED_GLOBAL, 2, imported(3, I32, 0)),
                    Arguments.of(Reason.IMPORTED_TAG, 2, imported(4, 0, 0)),
                    Arguments.of(Reason.SHARED_MEMORY, 5, Bytes.of(3, 1, 2)),
                    Arguments.of(Reason.MEMORY64, 5, Bytes.of(4, 1)),
                    Arguments.of(Reason.MEMORY64, 4, Bytes.of(0x70, 4, 1)));
        }

        private static Bytes imported(int... description) {
            return new Bytes().name("m").name("n").u8(description);
        }

        @ParameterizedTest
        @MethodSource("sections")
        void section(Reason reason, int section, Bytes entry) {
            ModuleWriter module = new ModuleWriter();
            module.entry(section, entry);
            InvalidModuleException refusal = refusal(module.toByteArray());
            assertEquals(reason, refusal.reason(), refusal.getMessage());
            assertTrue(refusal.functionIndex().isEmpty());
        }

        @Test
        void secondMemory() {
            byte[] module = new ModuleWriter().memory(1, 2).memory(1, 2).toByteArray();
            assertEquals(Reason.MULTI_MEMORY, refusal(module).reason());
        }
    }

    @Nested
    @DisplayName("A module is invalid with")
    final class Validation {

        static Stream<Arguments> code() {
            return Stream.of(
                    Arguments.of("a local that is not there", Bytes.of(0x20, 4)),
                    Arguments.of("a global that is not there", Bytes.of(0x23, 2)),
                    Arguments.of(
                            "a write to the global that metering adds", Bytes.of(0x42, 0, 0x24, 2)),
                    Arguments.of(
                            "a write to an immutable global", Bytes.of(0x41, 0, 0x24, 0, 0x41, 0)),
                    Arguments.of("the function that metering adds", Bytes.of(0x42, 0, 0x10, 2)),
                    Arguments.of("a label that is not there", Bytes.of(0x0C, 1)),
                    Arguments.of("a label of a br_table", Bytes.of(0x41, 0, 0x0E, 1, 0, 1)),
                    Arguments.of("a table that is not there", Bytes.of(0x41, 0, 0x25, 2)),
                    Arguments.of("a type that is not there", Bytes.of(0x41, 0, 0x11, 1, 0)),
                    Arguments.of(
                            "an indirect call by externref",
                            Bytes.of(0x20, 0, 0x41, 0, 0x11, 0, 1)),
                    Arguments.of("a missing operand", Bytes.of(0x6A)),
                    Arguments.of("an operand of another type", Bytes.of(0x20, 0, 0x20, 1, 0x6A)),
                    Arguments.of("a missing result", new Bytes()),
                    Arguments.of("a result too many", Bytes.of(0x41, 0, 0x41, 0)),
                    Arguments.of("a result of another type", Bytes.of(0x42, 0)),
                    Arguments.of(
                            "an if without else that answers",
                            Bytes.of(0x20, 0, 0x04, 0x7F, 0x41, 0, 0x0B)),
                    Arguments.of(
                            "arms of different types",
                            Bytes.of(0x20, 0, 0x04, 0x7F, 0x41, 0, 0x05, 0x42, 0, 0x0B)),
                    Arguments.of(
                            "an alignment over the natural one", Bytes.of(0x41, 0, 0x28, 3, 0)),
                    Arguments.of(
                            "a select of references",
                            Bytes.of(0xD0, 0x70, 0xD0, 0x70, 0x20, 0, 0x1B, 0x1A, 0x41, 0)),
                    Arguments.of("an undeclared reference", Bytes.of(0xD2, 1, 0x1A, 0x41, 0)),
                    Arguments.of(
                            "tables of different types",
                            Bytes.of(0x41, 0, 0x41, 0, 0x41, 0, 0xFC, 14, 0, 1, 0x41, 0)),
                    Arguments.of(
                            "values below unreachable code that do not fit",
                            Bytes.of(0x00, 0x42, 0, 0x45)));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("code")
        void faultInCode(String name, Bytes code) {
            InvalidModuleException refusal = refusal(module(code));
            assertEquals(Reason.INVALID, refusal.reason(), refusal.getMessage());
            assertEquals(0, refusal.functionIndex().orElseThrow());
        }

        static Stream<Arguments> files() {
            return Stream.of(
                    Arguments.of("no bytes", new byte[0]),
                    Arguments.of(
                            "another magic number", Bytes.of(0, 0x61, 0x73, 0x6E).toByteArray()),
                    Arguments.of(
                            "another version",
                            Bytes.of(0, 0x61, 0x73, 0x6D, 2, 0, 0, 0).toByteArray()),
                    Arguments.of("a section out of order", file(3, 1, 0, 1, 1, 0)),
                    Arguments.of("a section twice", file(1, 1, 0, 1, 1, 0)),
                    Arguments.of("a section that ends behind the file", file(1, 5, 0)),
                    Arguments.of("a section with a rest", file(1, 2, 0, 0)),
                    Arguments.of("a section that nothing defines", file(14, 0)),
                    Arguments.of(
                            "a count in too many bytes",
                            file(1, 6, 0x80, 0x80, 0x80, 0x80, 0x80, 0)),
                    Arguments.of("functions without code", file(1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0)));
        }

        private static byte[] file(int... sections) {
            return Bytes.of(0, 0x61, 0x73, 0x6D, 1, 0, 0, 0).u8(sections).toByteArray();
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("files")
        void malformedFile(String name, byte[] file) {
            InvalidModuleException refusal = refusal(file);
            assertEquals(Reason.MALFORMED, refusal.reason(), refusal.getMessage());
        }

        @Test
        void exportsOfOneName() {
            ModuleWriter module = new ModuleWriter().memory(1, 1);
            module.export("a", 2, 0).export("a", 2, 0);
            assertEquals(
                    "duplicate export name [offset 0x15]",
                    refusal(module.toByteArray()).getMessage());
        }
    }

    @Test
    void randomModulesAreValid() throws InvalidModuleException {
        for (int seed = 0; seed < 500; seed++) {
            ModuleLayout layout = ModuleLayout.of(RandomModule.of(seed), ModuleLimits.DEFAULT);
            assertTrue(layout.bodyCount() > 0);
        }
    }

    @Test
    void factsTellWhatAHostWantsToKnow() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter().memory(2, 9);
        int type = module.type(new int[] {I32, ModuleWriter.F64}, new int[] {ModuleWriter.I64});
        module.importFunction("vex", "log", type);
        module.function(type, NONE, Bytes.of(0x42, 0));
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 1).u32(3).u32(5));
        module.export("memory", 2, 0).export("run", 0, 1);
        byte[] bytes =
                new Bytes()
                        .raw(module.toByteArray())
                        .u8(0)
                        .sized(new Bytes().name("vexhost.tool").u8('{', '}'))
                        .toByteArray();
        ModuleFacts facts = ModuleLayout.of(bytes, ModuleLimits.DEFAULT).facts();
        assertEquals("(i32, f64) -> (i64)", facts.imports().get(0).signature().toString());
        assertEquals(Optional.of(new ModuleFacts.Memory(2, Optional.of(9))), facts.memory());
        assertEquals(List.of(new ModuleFacts.Table(3, Optional.of(5L))), facts.tables());
        assertEquals(1, facts.exportedFunction("run").orElseThrow().index());
        assertTrue(facts.exportedFunction("memory").isEmpty());
        assertEquals(
                List.of(new ModuleFacts.CustomSection("vexhost.tool", bytes.length - 2, 2)),
                facts.customSections());
    }

    @Test
    void limitsAreInclusive() throws InvalidModuleException {
        for (int more = -1; more <= 1; more++) {
            ModuleWriter module = new ModuleWriter();
            int locals = ModuleLimits.DEFAULT.maxLocals() + more;
            module.rawFunction(
                    module.type(NONE, NONE), new Bytes().u32(1).u32(locals).u8(I32, 0x0B));
            byte[] bytes = module.toByteArray();
            if (more <= 0) {
                assertEquals(locals, ModuleLayout.of(bytes, ModuleLimits.DEFAULT).body(0).locals());
            } else {
                assertEquals(Reason.LIMIT_EXCEEDED, refusal(bytes).reason());
            }
        }
    }

    @Test
    void kindOfAnElementSegmentIsANumber() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0).u32(1));
        module.entry(9, Bytes.of(0x82, 0x80, 0x00, 0, 0x41, 0, 0x0B, 0, 0));
        ModuleLayout.of(module.toByteArray(), ModuleLimits.DEFAULT);
    }
}
