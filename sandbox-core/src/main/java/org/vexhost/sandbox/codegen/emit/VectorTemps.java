package org.vexhost.sandbox.codegen.emit;

import static org.objectweb.asm.Opcodes.*;

import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;

/** The local variables that hold halves of vectors while a vector instruction is written. */
final class VectorTemps {

    private static final int COUNT = 6;
    private static final int QUARTER_BITS = 32;

    private final MethodCode code;
    private final int[] locals = new int[COUNT];
    private int number = -1;
    private int wide = -1;

    VectorTemps(MethodCode code) {
        this.code = code;
        java.util.Arrays.fill(locals, -1);
    }

    private int local(int index) {
        if (locals[index] < 0) {
            locals[index] = code.temporary(Types.I64);
        }
        return locals[index];
    }

    /** Stores halves from the stack, the last one on top, in the variables from 0 on. */
    void store(int count) {
        storeFrom(0, count);
    }

    /** Stores halves from the stack, the last one on top, in consecutive variables. */
    void storeFrom(int first, int count) {
        for (int i = first + count - 1; i >= first; i--) {
            code.mv.visitVarInsn(LSTORE, local(i));
        }
    }

    /** Loads halves. */
    void load(int... halves) {
        for (int half : halves) {
            code.mv.visitVarInsn(LLOAD, local(half));
        }
    }

    /** Loads 32 bits of a half as an int. */
    void loadQuarter(int half, boolean isUpper) {
        load(half);
        if (isUpper) {
            code.push(QUARTER_BITS);
            code.mv.visitInsn(LUSHR);
        }
        code.mv.visitInsn(L2I);
    }

    /** Stores the high half of one vector. */
    void storeTop() {
        storeFrom(1, 1);
    }

    void loadTop() {
        load(1);
    }

    /** Stores an int. */
    void storeInt() {
        if (number < 0) {
            number = code.temporary(Types.I32);
        }
        code.mv.visitVarInsn(ISTORE, number);
    }

    void loadInt() {
        code.mv.visitVarInsn(ILOAD, number);
    }

    /** Stores a number: an int as {@link #storeInt} does, any other type in its own variable. */
    void storeValue(byte type) {
        if (Types.words(type) == 1 && Types.letter(type) == 'I') {
            storeInt();
            return;
        }
        if (wide < 0) {
            wide = code.temporary(Types.I64);
        }
        HostBits.from(code.mv, type);
        code.mv.visitVarInsn(LSTORE, wide);
    }

    /** Loads the number that {@link #storeValue} stored. */
    void loadValue(byte type) {
        if (Types.words(type) == 1 && Types.letter(type) == 'I') {
            loadInt();
            return;
        }
        code.mv.visitVarInsn(LLOAD, wide);
        HostBits.toValue(code.mv, type);
    }
}
