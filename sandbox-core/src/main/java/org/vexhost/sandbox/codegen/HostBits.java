package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.MethodVisitor;

/** Values as the host has them: each in a long. */
final class HostBits {

    private static final String FLOAT = "java/lang/Float";
    private static final String DOUBLE = "java/lang/Double";

    private HostBits() {}

    /**
     * Makes a long of the value on top of the stack.
     *
     * @param memory the local that holds the memory, where exceptions wait until they are taken
     */
    static void from(MethodCode code, byte type, int memory) {
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

    /** Makes a value of the long on top of the stack. */
    static void toValue(MethodCode code, byte type, int memory) {
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

    /** Makes a long of the value on top of the stack, which is no exception. */
    static void from(MethodVisitor mv, byte type) {
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

    /** Makes a value of the long on top of the stack, which is no exception. */
    static void toValue(MethodVisitor mv, byte type) {
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

    /** Makes a float of the int on top of the stack. */
    static void toFloat(MethodVisitor mv) {
        mv.visitMethodInsn(INVOKESTATIC, FLOAT, "intBitsToFloat", "(I)F", false);
    }
}
