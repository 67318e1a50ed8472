package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;
import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.tree.Node;
import org.vexhost.sandbox.vector.WholeLanes;

/** Writes the instructions that move single lanes. */
final class VectorLanes {

    /** The class of the helpers that do not depend on lanes. */
    static final String WHOLE = WholeLanes.class.getName().replace('.', '/');

    private static final int HALF_BITS = 64;
    private static final int LOW_8 = 0xFF;

    private VectorLanes() {}

    /** Returns the size of a lane in bits, from the name of an instruction. */
    static int bits(int op) {
        String name = VectorOp.name(op);
        return Integer.parseInt(name.substring(1, name.indexOf('x')));
    }

    /** Returns whether an instruction may create a NaN. Other instructions only copy bits. */
    static boolean makesNans(int op) {
        String name = VectorOp.name(op);
        return name.startsWith("f")
                && name.matches(
                        ".*\\.(ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max|demote_.*"
                                + "|promote_.*|relaxed_n?madd)");
    }

    static void splat(MethodCode code, int op, VectorForm form) {
        char from = Types.letter((byte) Op.takes(op).charAt(0));
        if (from == 'D') {
            HostBits.from(code.mv, Types.F64);
        } else if (from != 'J') {
            code.call(form.owner(), form.method(), "(" + from + ")J");
        }
        code.mv.visitInsn(DUP2);
    }

    static void extract(MethodCode code, VectorTemps temps, Node node) {
        int bits = bits(node.op);
        keepHalf(code, temps, node.second * bits);
        shiftDown(code, node.second * bits % HALF_BITS);
        byte type = (byte) Op.gives(node.op).charAt(0);
        HostBits.toValue(code.mv, type);
        boolean isSigned = VectorOp.name(node.op).endsWith("_s");
        if (bits == 8) {
            if (isSigned) {
                code.mv.visitInsn(I2B);
            } else {
                code.push(LOW_8);
                code.mv.visitInsn(IAND);
            }
        } else if (bits == 16) {
            code.mv.visitInsn(isSigned ? I2S : I2C);
        }
    }

    /** Keeps the half of the vector on the stack that contains a bit. */
    static void keepHalf(MethodCode code, VectorTemps temps, int bit) {
        if (bit < HALF_BITS) {
            code.mv.visitInsn(POP2);
        } else {
            temps.storeTop();
            code.mv.visitInsn(POP2);
            temps.loadTop();
        }
    }

    /** Shifts a half so that a lane is in its lowest bits. */
    static void shiftDown(MethodCode code, int at) {
        if (at > 0) {
            code.push(at);
            code.mv.visitInsn(LUSHR);
        }
    }

    static void replace(MethodCode code, VectorTemps temps, Node node, VectorForm form) {
        byte type = (byte) Op.takes(node.op).charAt(1);
        temps.storeValue(type);
        int bit = node.second * bits(node.op);
        char letter = Types.letter(type);
        boolean isHalf = bits(node.op) == HALF_BITS;
        replace(
                code,
                temps,
                bit,
                () -> loadLane(temps, type, isHalf),
                isHalf,
                form.owner(),
                letter);
    }

    private static void loadLane(VectorTemps temps, byte type, boolean isHalf) {
        temps.loadValue(isHalf ? Types.I64 : type);
    }

    /**
     * Replaces a lane of the vector on the stack.
     *
     * @param bit the first bit of the lane
     * @param lane loads the replacement
     * @param isHalf whether the lane is a whole half
     * @param owner the class of the helper
     * @param letter the letter of the lane's type
     */
    static void replace(
            MethodCode code,
            VectorTemps temps,
            int bit,
            Runnable lane,
            boolean isHalf,
            String owner,
            char letter) {
        boolean isLow = bit < HALF_BITS;
        if (isLow) {
            temps.storeTop();
        }
        if (isHalf) {
            code.mv.visitInsn(POP2);
            lane.run();
        } else {
            lane.run();
            code.push(bit % HALF_BITS);
            code.call(owner, "replaceLane", "(J" + letter + "I)J");
        }
        if (isLow) {
            temps.loadTop();
        }
    }
}
