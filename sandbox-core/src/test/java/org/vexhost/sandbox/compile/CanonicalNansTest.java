package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.dylibso.chicory.runtime.ImportValues;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

/** What is deterministic has the same bits in every NaN, whatever computes it. */
final class CanonicalNansTest {

    private static final long FLOAT_NAN = 0x7FC0_0000L;
    private static final long DOUBLE_NAN = 0x7FF8_0000_0000_0000L;

    /** Operations on two operands, on one, and conversions, by opcode. */
    private static final int[] FLOAT_BINARY = {0x92, 0x93, 0x94, 0x95, 0x96, 0x97};

    private static final int[] FLOAT_UNARY = {0x8D, 0x8E, 0x8F, 0x90, 0x91};
    private static final int[] DOUBLE_BINARY = {0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5};
    private static final int[] DOUBLE_UNARY = {0x9B, 0x9C, 0x9D, 0x9E, 0x9F};

    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyOperationAnswersTheCanonicalNan(Mode mode) throws InvalidModuleException {
        GuestInstance guest = guest(mode);
        List<String> other = new ArrayList<>();
        // Negative, signalling and with a payload; and what gives a NaN by itself.
        for (long bits : new long[] {0xFFC1_2345L, 0x7FA0_0001L, 0xFF80_0001L, 0x7FC0_0000L}) {
            for (int op : FLOAT_BINARY) {
                expect(other, FLOAT_NAN, guest, "f" + op, bits, 0x3F80_0000L);
                expect(other, FLOAT_NAN, guest, "f" + op, 0x3F80_0000L, bits);
            }
            for (int op : FLOAT_UNARY) {
                expect(other, FLOAT_NAN, guest, "f" + op, bits);
            }
            expect(other, DOUBLE_NAN, guest, "promote", bits);
        }
        long infinity = 0x7FF0_0000_0000_0000L;
        for (long bits : new long[] {0xFFF8_0000_0000_0001L, 0x7FF4_0000_0000_0000L, -1L}) {
            for (int op : DOUBLE_BINARY) {
                expect(other, DOUBLE_NAN, guest, "d" + op, bits, 1L);
                expect(other, DOUBLE_NAN, guest, "d" + op, 1L, bits);
            }
            for (int op : DOUBLE_UNARY) {
                expect(other, DOUBLE_NAN, guest, "d" + op, bits);
            }
            expect(other, FLOAT_NAN, guest, "demote", bits);
        }
        expect(other, DOUBLE_NAN, guest, "d" + 0xA3, 0, 0);
        expect(other, DOUBLE_NAN, guest, "d" + 0xA1, infinity, infinity);
        expect(other, DOUBLE_NAN, guest, "d" + 0x9F, Double.doubleToRawLongBits(-1));
        assertEquals(List.of(), other);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void numbersStayWhatTheyAre(Mode mode) throws InvalidModuleException {
        GuestInstance guest = guest(mode);
        assertEquals(
                Double.doubleToRawLongBits(-0.0),
                guest.call("d" + 0xA2, Double.doubleToRawLongBits(-0.0), 0x3FF0_0000_0000_0000L)[
                        0]);
        assertEquals(
                Double.doubleToRawLongBits(4.0),
                guest.call("d" + 0x9F, Double.doubleToRawLongBits(16))[0]);
    }

    private static void expect(
            List<String> other, long nan, GuestInstance guest, String export, long... bits) {
        long answer = guest.call(export, bits)[0];
        if ((nan == FLOAT_NAN ? answer & 0xFFFF_FFFFL : answer) != nan) {
            other.add(export + " answers " + Long.toHexString(answer));
        }
    }

    /** A module of one function for each operation, on operands and with results by their bits. */
    private static GuestInstance guest(Mode mode) throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        int next = 0;
        int i32 = ModuleWriter.I32;
        int i64 = ModuleWriter.I64;
        for (int op : FLOAT_BINARY) {
            int type = module.type(new int[] {i32, i32}, new int[] {i32});
            module.function(type, new int[0], Bytes.of(0x20, 0, 0xBE, 0x20, 1, 0xBE, op, 0xBC));
            module.export("f" + op, 0, next++);
        }
        for (int op : FLOAT_UNARY) {
            int type = module.type(new int[] {i32}, new int[] {i32});
            module.function(type, new int[0], Bytes.of(0x20, 0, 0xBE, op, 0xBC));
            module.export("f" + op, 0, next++);
        }
        for (int op : DOUBLE_BINARY) {
            int type = module.type(new int[] {i64, i64}, new int[] {i64});
            module.function(type, new int[0], Bytes.of(0x20, 0, 0xBF, 0x20, 1, 0xBF, op, 0xBD));
            module.export("d" + op, 0, next++);
        }
        for (int op : DOUBLE_UNARY) {
            int type = module.type(new int[] {i64}, new int[] {i64});
            module.function(type, new int[0], Bytes.of(0x20, 0, 0xBF, op, 0xBD));
            module.export("d" + op, 0, next++);
        }
        module.function(
                module.type(new int[] {i64}, new int[] {i32}),
                new int[0],
                Bytes.of(0x20, 0, 0xBF, 0xB6, 0xBC));
        module.export("demote", 0, next++);
        module.function(
                module.type(new int[] {i32}, new int[] {i64}),
                new int[0],
                Bytes.of(0x20, 0, 0xBE, 0xBB, 0xBD));
        module.export("promote", 0, next);
        CompileOptions options = new CompileOptions(ModuleLimits.DEFAULT, mode).deterministic(true);
        InstanceOptions limits =
                new InstanceOptions(
                        1 << 16, 10, 1_000, new FuelGauge(1_000_000), MemoryPool.NONE, null);
        return StrictCompiler.uncached()
                .compile(module.toByteArray(), options)
                .instantiate(ImportValues.empty(), limits);
    }
}
