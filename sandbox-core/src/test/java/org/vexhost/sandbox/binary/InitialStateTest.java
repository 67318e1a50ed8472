package org.vexhost.sandbox.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.InitialState.Data;
import org.vexhost.sandbox.binary.InitialState.Elements;
import org.vexhost.sandbox.binary.InitialState.Use;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("The initial state that a module declares")
final class InitialStateTest {

    private static final int END = 0x0B;

    private final ModuleWriter module = new ModuleWriter().memory(1, 1);

    private InitialState state() throws InvalidModuleException {
        return ModuleLayout.of(module.toByteArray(), ModuleLimits.GENEROUS).initialState();
    }

    private void global(int type, Bytes expression) {
        int ignored = module.entry(6, Bytes.of(type, 0).add(expression).u8(END));
    }

    private static long[] values(InitialState state) {
        return IntStream.range(0, state.globals()).mapToLong(state::global).toArray();
    }

    @Test
    @DisplayName("has the values of globals, floats as their bits")
    void globals() throws InvalidModuleException {
        global(ModuleWriter.I32, Bytes.of(0x41).s64(-5));
        global(ModuleWriter.I64, Bytes.of(0x42).s64(Long.MIN_VALUE));
        global(ModuleWriter.F32, Bytes.of(0x43).f32(0xFFC0_0001));
        global(ModuleWriter.F64, Bytes.of(0x44).f64(0xFFF8_0000_0000_0002L));
        global(ModuleWriter.FUNCREF, Bytes.of(0xD0, ModuleWriter.FUNCREF));
        global(ModuleWriter.V128, Bytes.of(0xFD, 0x0C).f64(3).f64(-4));
        global(ModuleWriter.V128, Bytes.of(0x23, 5));
        InitialState state = state();
        assertArrayEquals(
                new long[] {-5, Long.MIN_VALUE, 0xFFC0_0001, 0xFFF8_0000_0000_0002L, -1, 3, 3},
                values(state));
        assertArrayEquals(
                new long[] {0, 0, 0, 0, 0, -4, -4},
                IntStream.range(0, state.globals()).mapToLong(state::high).toArray());
    }

    @Test
    @DisplayName("has the results of extended constant expressions")
    void extended() throws InvalidModuleException {
        global(ModuleWriter.I32, Bytes.of(0x41).s64(Integer.MAX_VALUE));
        global(ModuleWriter.I32, Bytes.of(0x23, 0, 0x41, 1, 0x6A));
        global(ModuleWriter.I32, Bytes.of(0x23, 0, 0x41, 9, 0x6B));
        global(ModuleWriter.I32, Bytes.of(0x23, 0, 0x23, 0, 0x6C));
        global(ModuleWriter.I64, Bytes.of(0x42, 5, 0x42, 7, 0x7D, 0x42, 3, 0x7E, 0x42, 1, 0x7C));
        assertArrayEquals(
                new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 9, 1, -5},
                values(state()));
    }

    @Test
    @DisplayName("has element segments of all eight forms")
    void elements() throws InvalidModuleException {
        int type = module.type(new int[0], new int[0]);
        for (int i = 0; i < 3; i++) {
            int ignored = module.function(type, new int[0], new Bytes());
        }
        int first = module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0, 9));
        int second = module.entry(4, Bytes.of(ModuleWriter.FUNCREF, 0, 9));
        Bytes offset = Bytes.of(0x41, 4, END);
        Bytes written = Bytes.of(2, 0xD2, 1, END, 0xD0, ModuleWriter.FUNCREF, END);
        module.entry(9, Bytes.of(0).add(offset).u8(2, 2, 1));
        module.entry(9, Bytes.of(1, 0, 1, 2));
        // The kind is 2, in more bytes than it needs.
        module.entry(9, Bytes.of(0x82, 0, second).add(offset).u8(0, 0));
        module.entry(9, Bytes.of(3, 0, 1, 0));
        module.entry(9, Bytes.of(4).add(offset, written));
        module.entry(9, Bytes.of(5, ModuleWriter.FUNCREF).add(written));
        module.entry(9, Bytes.of(6, second).add(offset).u8(ModuleWriter.FUNCREF).add(written));
        module.entry(9, Bytes.of(7, ModuleWriter.FUNCREF).add(written));
        List<Elements> elements = state().elements();
        assertElements(Use.ACTIVE, first, 4, new int[] {2, 1}, elements.get(0));
        assertElements(Use.PASSIVE, -1, 0, new int[] {2}, elements.get(1));
        assertElements(Use.ACTIVE, second, 4, new int[0], elements.get(2));
        assertElements(Use.DECLARATIVE, -1, 0, new int[] {0}, elements.get(3));
        assertElements(Use.ACTIVE, first, 4, new int[] {1, -1}, elements.get(4));
        assertElements(Use.PASSIVE, -1, 0, new int[] {1, -1}, elements.get(5));
        assertElements(Use.ACTIVE, second, 4, new int[] {1, -1}, elements.get(6));
        assertElements(Use.DECLARATIVE, -1, 0, new int[] {1, -1}, elements.get(7));
        assertEquals(8, elements.size());
    }

    private static void assertElements(
            Use use, int table, int offset, int[] references, Elements found) {
        assertEquals(use, found.use());
        assertEquals(table, found.table());
        assertEquals(offset, found.offset());
        assertArrayEquals(references, found.references());
    }

    @Test
    @DisplayName("has data segments of all three forms")
    void data() throws InvalidModuleException {
        module.entry(11, Bytes.of(0, 0x41).s64(-1).u8(END, 1, 'a'));
        module.entry(11, Bytes.of(1, 2, 'b', 'c'));
        module.entry(11, Bytes.of(2, 0, 0x41, 7, END, 0));
        InitialState state = state();
        int end = state.bytes().length;
        assertEquals(
                List.of(
                        new Data(Use.ACTIVE, -1, end - 11, end - 10),
                        new Data(Use.PASSIVE, 0, end - 8, end - 6),
                        new Data(Use.ACTIVE, 7, end, end)),
                state.data());
        assertEquals('a', state.bytes()[end - 11]);
    }
}
