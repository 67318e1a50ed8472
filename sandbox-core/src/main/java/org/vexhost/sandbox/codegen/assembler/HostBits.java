package org.vexhost.sandbox.codegen.assembler;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.MethodVisitor;

/** Converts values to and from their host representation, a long. */
public final class HostBits {

    private static final String FLOAT = "java/lang/Float";
    private static final String DOUBLE = "java/lang/Double";

    private HostBits() {}

    /**
     * Converts the value on top of the stack to a long.
     *
     * @param memory the local variable of the guest's memory object, which stores exceptions while
     *     numbers represent them
     */
    public static void from(MethodCode code, byte type, int memory) {
        if (type == Types.EXNREF) {
            code.mv.visitVarInsn(ALOAD, memory);
            code.call(
                    code.names.exceptions(),
                    "hand",
                    "(" + Types.descriptor(type) + code.names.memoryType() + ")J");
        } else {
            from(code.mv, type);
        }
    }

    /** Converts the long on top of the stack to a value. */
    public static void toValue(MethodCode code, byte type, int memory) {
        if (type == Types.EXNREF) {
            code.mv.visitVarInsn(ALOAD, memory);
            code.call(
                    code.names.exceptions(),
                    "taken",
                    "(J" + code.names.memoryType() + ")" + Types.descriptor(type));
        } else {
            toValue(code.mv, type);
        }
    }

    /** Converts the value on top of the stack to a long; the value must not be an exception. */
    public static void from(MethodVisitor mv, byte type) {
        switch (Types.letter(type)) {
            case 'I' -> mv.visitInsn(I2L);
            case 'F' -> {
                mv.visitMethodInsn(INVOKESTATIC, FLOAT, "floatToRawIntBits", "(F)I", false);
                mv.visitInsn(I2L);
            }
            case 'D' ->
                    mv.visitMethodInsn(INVOKESTATIC, DOUBLE, "doubleToRawLongBits", "(D)J", false);
            default -> {}
        }
    }

    /** Converts the long on top of the stack to a value; the value must not be an exception. */
    public static void toValue(MethodVisitor mv, byte type) {
        switch (Types.letter(type)) {
            case 'I' -> mv.visitInsn(L2I);
            case 'F' -> {
                mv.visitInsn(L2I);
                toFloat(mv);
            }
            case 'D' -> mv.visitMethodInsn(INVOKESTATIC, DOUBLE, "longBitsToDouble", "(J)D", false);
            default -> {}
        }
    }

    /** Converts the int on top of the stack to a float by its bits. */
    public static void toFloat(MethodVisitor mv) {
        mv.visitMethodInsn(INVOKESTATIC, FLOAT, "intBitsToFloat", "(I)F", false);
    }
}
