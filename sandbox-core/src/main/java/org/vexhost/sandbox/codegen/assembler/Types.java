package org.vexhost.sandbox.codegen.assembler;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Opcodes;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.instruction.ValueType;
import org.vexhost.sandbox.codegen.runtime.GuestException;

/**
 * The JVM's types for Wasm's value types. References are ints, as in tables. Exception references
 * are objects, which tables cannot contain.
 */
public final class Types {

    public static final byte I32 = (byte) ValueType.I32.code();
    public static final byte I64 = (byte) ValueType.I64.code();
    public static final byte F32 = (byte) ValueType.F32.code();
    public static final byte F64 = (byte) ValueType.F64.code();

    public static final byte FUNCREF = (byte) ValueType.FUNCREF.code();
    public static final byte EXNREF = (byte) ValueType.EXNREF.code();

    /** The letter of exception references, which are objects. */
    static final char EXCEPTION = 'E';

    /** The maximum number of words of a method's parameters. */
    private static final int MAX_WORDS = 255;

    /**
     * The maximum number of words that generated methods take in addition to the Wasm parameters.
     */
    private static final int OWN_WORDS = 3;

    private Types() {}

    /** Returns the letter of a type: as in descriptors, or {@link #EXCEPTION}. */
    public static char letter(byte type) {
        if (type == EXNREF) {
            return EXCEPTION;
        }
        return type == I64 ? 'J' : type == F32 ? 'F' : type == F64 ? 'D' : 'I';
    }

    /** Returns the descriptor of a type by its letter. */
    public static String descriptor(char letter) {
        return letter == EXCEPTION ? "L" + GuestException.NAME + ";" : String.valueOf(letter);
    }

    /** Returns the descriptor of a type. */
    public static String descriptor(byte type) {
        return descriptor(letter(type));
    }

    /** Returns a type that has the letter. */
    public static byte ofLetter(char letter) {
        if (letter == EXCEPTION) {
            return EXNREF;
        }
        return letter == 'J' ? I64 : letter == 'F' ? F32 : letter == 'D' ? F64 : I32;
    }

    /** Returns the number of words of a value, as a local variable and on the operand stack. */
    public static int words(byte type) {
        return type == I64 || type == F64 ? 2 : 1;
    }

    /** Returns the type in stack map frames. */
    public static Object verified(byte type) {
        return switch (letter(type)) {
            case 'J' -> Opcodes.LONG;
            case 'F' -> Opcodes.FLOAT;
            case 'D' -> Opcodes.DOUBLE;
            case EXCEPTION -> GuestException.NAME;
            default -> Opcodes.INTEGER;
        };
    }

    /**
     * Returns the opcode for this type that corresponds to an opcode for ints: ILOAD, ISTORE,
     * IRETURN.
     */
    public static int opcode(int forInts, byte type) {
        return forInts
                + switch (letter(type)) {
                    case 'J' -> 1;
                    case 'F' -> 2;
                    case 'D' -> 3;
                    case EXCEPTION -> 4;
                    default -> 0;
                };
    }

    /** Returns the opcode that pushes a zero. */
    public static int zero(byte type) {
        return switch (letter(type)) {
            case 'J' -> LCONST_0;
            case 'F' -> FCONST_0;
            case 'D' -> DCONST_0;
            case EXCEPTION -> ACONST_NULL;
            default -> isReference(type) ? ICONST_M1 : ICONST_0;
        };
    }

    /** Returns whether values of the type are references represented by ints. */
    static boolean isReference(byte type) {
        return type == (byte) ValueType.FUNCREF.code() || type == (byte) ValueType.EXTERNREF.code();
    }

    /** Returns whether the parameters fit into the parameters of a JVM method. */
    public static boolean fit(FuncType type) {
        int words = OWN_WORDS;
        for (int i = 0; i < type.paramCount(); i++) {
            words += words(type.param(i));
        }
        return words <= MAX_WORDS;
    }

    /** Returns the descriptors of the parameters; empty if they do not {@link #fit}. */
    public static String params(FuncType type) {
        StringBuilder params = new StringBuilder();
        if (fit(type)) {
            for (int i = 0; i < type.paramCount(); i++) {
                params.append(descriptor(type.param(i)));
            }
        }
        return params.toString();
    }

    /**
     * Returns the letter of a method's return type. It is V, for void, if a function has several
     * results: they are returned in an array.
     */
    public static char result(FuncType type) {
        return type.resultCount() == 1 ? letter(type.result(0)) : 'V';
    }
}
