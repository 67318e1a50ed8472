package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import java.util.Map;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.vector.DoubleLanes;
import org.vexhost.sandbox.vector.FloatLanes;
import org.vexhost.sandbox.vector.Lanes16;
import org.vexhost.sandbox.vector.Lanes32;
import org.vexhost.sandbox.vector.Lanes64;
import org.vexhost.sandbox.vector.Lanes8;
import org.vexhost.sandbox.vector.WholeLanes;

/**
 * The form in which a vector instruction is written: its helper, and the parts of the operands that
 * each call of the helper gets. The form is derived from the name of the instruction.
 *
 * @param shape the parts of the operands
 * @param owner the class of the helper
 * @param method the name of the helper
 * @param opcode the equivalent JVM instruction on longs, or -1
 */
public record VectorForm(Shape shape, String owner, String method, int opcode) {

    /** The parts of the operands that an instruction works on. */
    enum Shape {
        /** Each half separately. */
        UNARY,
        /** Corresponding halves of two operands. */
        BINARY,
        /** Corresponding halves of three operands. */
        TERNARY,
        /** Each half, with an int. */
        SHIFT,
        /** The low half in two parts, each of which becomes a half of the result. */
        WIDEN_LOW,
        /** The high half in two parts, each of which becomes a half of the result. */
        WIDEN_HIGH,
        /** The low halves of two operands, in two parts each. */
        MULTIPLY_LOW,
        /** The high halves of two operands, in two parts each. */
        MULTIPLY_HIGH,
        /** Both halves of an operand, which become one half of the result. */
        NARROW,
        /** Both halves of the only operand, which become the low half of the result. */
        NARROW_ZERO,
        /** Both halves of the first operand, with each half of the second. */
        SWIZZLE,
        /** Constant bytes of both operands. */
        SHUFFLE,
        /** An int that tells whether a condition holds for every half. */
        ALL,
        /** An int that tells whether a condition holds for any half. */
        ANY,
        /** Bits from each half, combined in an int. */
        MASK,
        SPLAT,
        EXTRACT,
        REPLACE,
        /** Loads and stores. */
        MEMORY
    }

    private static final Map<String, Integer> OPCODES =
            Map.of(
                    "v128.and", LAND,
                    "v128.or", LOR,
                    "v128.xor", LXOR,
                    "i64x2.add", LADD,
                    "i64x2.sub", LSUB,
                    "i64x2.mul", LMUL,
                    "i64x2.shl", LSHL,
                    "i64x2.shr_s", LSHR,
                    "i64x2.shr_u", LUSHR);

    private static final VectorForm[] FORMS = new VectorForm[VectorOp.COUNT];

    /** Returns the form of an instruction. */
    public static VectorForm of(int op) {
        VectorForm form = FORMS[op - VectorOp.FIRST];
        if (form == null) {
            // Several threads may do this at the same time; they get equal results.
            form = made(op);
            FORMS[op - VectorOp.FIRST] = form;
        }
        return form;
    }

    private static VectorForm made(int op) {
        String name = VectorOp.name(op);
        int dot = name.indexOf('.');
        String what = name.substring(dot + 1);
        return new VectorForm(
                shape(op, what),
                helpers(name.substring(0, dot)).getName().replace('.', '/'),
                helper(what),
                OPCODES.getOrDefault(name, -1));
    }

    private static Class<?> helpers(String lanes) {
        return switch (lanes) {
            case "i8x16" -> Lanes8.class;
            case "i16x8" -> Lanes16.class;
            case "i32x4" -> Lanes32.class;
            case "i64x2" -> Lanes64.class;
            case "f32x4" -> FloatLanes.class;
            case "f64x2" -> DoubleLanes.class;
            default -> WholeLanes.class;
        };
    }

    /**
     * Derives the helper's name from the instruction, without operand types and without the half.
     */
    private static String helper(String what) {
        StringBuilder name = new StringBuilder();
        for (String word : what.split("_", -1)) {
            boolean isSaid = word.matches("low|high|zero|relaxed|[if]\\d+x\\d+");
            if (!isSaid) {
                name.append(
                        name.isEmpty()
                                ? word
                                : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
        }
        return name.toString();
    }

    private static Shape shape(int op, String what) {
        if (VectorOp.accesses(op)) {
            return Shape.MEMORY;
        }
        if (what.startsWith("extmul_")) {
            return what.contains("_low") ? Shape.MULTIPLY_LOW : Shape.MULTIPLY_HIGH;
        }
        if (what.contains("_low_")) {
            return Shape.WIDEN_LOW;
        }
        if (what.contains("_high_")) {
            return Shape.WIDEN_HIGH;
        }
        if (what.endsWith("_zero")) {
            return Shape.NARROW_ZERO;
        }
        if (what.startsWith("narrow_")) {
            return Shape.NARROW;
        }
        return switch (what) {
            case "swizzle" -> Shape.SWIZZLE;
            case "shuffle" -> Shape.SHUFFLE;
            case "all_true" -> Shape.ALL;
            case "any_true" -> Shape.ANY;
            case "bitmask" -> Shape.MASK;
            case "splat" -> Shape.SPLAT;
            case "extract_lane", "extract_lane_s", "extract_lane_u" -> Shape.EXTRACT;
            case "replace_lane" -> Shape.REPLACE;
            case "shl", "shr_s", "shr_u" -> Shape.SHIFT;
            default ->
                    switch (Op.takes(op).length()) {
                        case 1 -> Shape.UNARY;
                        case 2 -> Shape.BINARY;
                        default -> Shape.TERNARY;
                    };
        };
    }

    /**
     * Returns the approximate size of an instruction's bytecode, in bytes, including inlined
     * helpers.
     */
    public int bytes() {
        return switch (shape) {
            case UNARY, SPLAT, EXTRACT, ANY, SHIFT, REPLACE -> 40;
            case SWIZZLE, SHUFFLE, NARROW -> 140;
            default -> opcode >= 0 ? 20 : 60;
        };
    }
}
