package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.Map;
import org.vexhost.sandbox.binary.Op;
import org.vexhost.sandbox.binary.VectorOp;
import org.vexhost.sandbox.vector.DoubleLanes;
import org.vexhost.sandbox.vector.FloatLanes;
import org.vexhost.sandbox.vector.Lanes16;
import org.vexhost.sandbox.vector.Lanes32;
import org.vexhost.sandbox.vector.Lanes64;
import org.vexhost.sandbox.vector.Lanes8;
import org.vexhost.sandbox.vector.WholeLanes;

/**
 * How an instruction on vectors is written: what its helper is called, and how often it is called
 * with which parts of the operands. Follows from the name of the instruction.
 *
 * @param shape which parts
 * @param owner the class of the helper
 * @param method the helper
 * @param opcode the JVM's instruction that does the same on longs, or -1
 */
record VectorForm(Shape shape, String owner, String method, int opcode) {

    /** Which parts of the operands an instruction works on. */
    enum Shape {
        /** Each half by itself. */
        UNARY,
        /** A half and the same half of the other. */
        BINARY,
        /** The same with three operands. */
        TERNARY,
        /** Each half, and an int. */
        SHIFT,
        /** The low half alone, in two parts, each of which gives a half. */
        WIDEN_LOW,
        /** The same with the high half. */
        WIDEN_HIGH,
        /** The low halves of two operands, in two parts. */
        MULTIPLY_LOW,
        /** The same with the high halves. */
        MULTIPLY_HIGH,
        /** Both halves of an operand give one. */
        NARROW,
        /** Both halves of the one operand give the low one. */
        NARROW_ZERO,
        /** Both halves of the first, and each of the second. */
        SWIZZLE,
        /** Constant bytes of both. */
        SHUFFLE,
        /** Every half has something: an int. */
        ALL,
        /** One half has something: an int. */
        ANY,
        /** Bits of each half, joined in an int. */
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
    static VectorForm of(int op) {
        VectorForm form = FORMS[op - VectorOp.FIRST];
        if (form == null) {
            // Several threads may do this, and come to the same.
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

    /** Names the helper after the instruction, without what its operands are and which half. */
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

    /** Returns about how many bytes of bytecode an instruction comes to, helpers in place. */
    int bytes() {
        return switch (shape) {
            case UNARY, SPLAT, EXTRACT, ANY, SHIFT, REPLACE -> 40;
            case SWIZZLE, SHUFFLE, NARROW -> 140;
            default -> opcode >= 0 ? 20 : 60;
        };
    }
}
