package org.vexhost.sandbox.binary.instruction;

import java.util.Arrays;

/**
 * The opcodes of the accepted proposals, with the immediates of each in the binary format. Opcodes
 * with a fixed type also have their operands and results here. An opcode after the prefix 0xFC is
 * represented by 0x100 plus its number.
 *
 * <p>This class is long because it is one table.
 */
public final class Op {

    /** Traps. */
    public static final int UNREACHABLE = 0x00;

    /** Does nothing. */
    public static final int NOP = 0x01;

    /** Opens a block. */
    public static final int BLOCK = 0x02;

    /** Opens a loop. */
    public static final int LOOP = 0x03;

    /** Opens a conditional. */
    public static final int IF = 0x04;

    /** The other arm of a conditional. */
    public static final int ELSE = 0x05;

    /** Opens a block with handlers at its end: the older form of exception handling. */
    public static final int TRY = 0x06;

    /** Begins the handler of a {@link #TRY} for exceptions with a tag. */
    public static final int CATCH = 0x07;

    /** Throws an exception with a tag. */
    public static final int THROW = 0x08;

    /** Rethrows the exception that an enclosing {@link #CATCH} or {@link #CATCH_ALL} caught. */
    public static final int RETHROW = 0x09;

    /** Throws the exception that a reference refers to. */
    public static final int THROW_REF = 0x0A;

    /** Closes a {@link #TRY}, and passes its exceptions to an enclosing one. */
    public static final int DELEGATE = 0x18;

    /** Begins the handler of a {@link #TRY} for all other exceptions. */
    public static final int CATCH_ALL = 0x19;

    /** Opens a block with catch clauses, which branch elsewhere. */
    public static final int TRY_TABLE = 0x1F;

    /** Closes a block, loop, conditional, function or expression. */
    public static final int END = 0x0B;

    /** Branches. */
    public static final int BR = 0x0C;

    /** Branches on a condition. */
    public static final int BR_IF = 0x0D;

    /** Branches by an index. */
    public static final int BR_TABLE = 0x0E;

    /** Leaves the function. */
    public static final int RETURN = 0x0F;

    /** Calls a function. */
    public static final int CALL = 0x10;

    /** Calls a function in a table, by its index there. */
    public static final int CALL_INDIRECT = 0x11;

    /** Makes a tail call to a function. */
    public static final int RETURN_CALL = 0x12;

    /** Makes a tail call through a table. */
    public static final int RETURN_CALL_INDIRECT = 0x13;

    /** Drops an operand. */
    public static final int DROP = 0x1A;

    /** Selects one of two numbers. */
    public static final int SELECT = 0x1B;

    /** Selects one of two values of an explicit type. */
    public static final int SELECT_TYPED = 0x1C;

    /** Reads a local. */
    public static final int LOCAL_GET = 0x20;

    /** Writes a local. */
    public static final int LOCAL_SET = 0x21;

    /** Writes a local and keeps the value. */
    public static final int LOCAL_TEE = 0x22;

    /** Reads a global. */
    public static final int GLOBAL_GET = 0x23;

    /** Writes a global. */
    public static final int GLOBAL_SET = 0x24;

    /** Reads an element of a table. */
    public static final int TABLE_GET = 0x25;

    /** Writes an element of a table. */
    public static final int TABLE_SET = 0x26;

    /** First of the loads and stores. */
    public static final int FIRST_ACCESS = 0x28;

    /** First of the stores. */
    public static final int FIRST_STORE = 0x36;

    /** Last of the loads and stores. */
    public static final int LAST_ACCESS = 0x3E;

    /** Returns the size of memory, in pages. */
    public static final int MEMORY_SIZE = 0x3F;

    /** Grows memory. */
    public static final int MEMORY_GROW = 0x40;

    /** A constant. */
    public static final int I32_CONST = 0x41;

    /** A constant. */
    public static final int I64_CONST = 0x42;

    /** A constant. */
    public static final int F32_CONST = 0x43;

    /** A constant. */
    public static final int F64_CONST = 0x44;

    /** Comparison. */
    public static final int I32_NE = 0x47;

    /** Comparison. */
    public static final int I32_LT_S = 0x48;

    /** Comparison. */
    public static final int I32_LE_S = 0x4C;

    /** Exclusive or. */
    public static final int I64_XOR = 0x85;

    /** Comparison. */
    public static final int I64_LE_S = 0x57;

    /** Comparison. */
    public static final int I64_GT_S = 0x55;

    /** Sum. */
    public static final int I32_ADD = 0x6A;

    /** Difference. */
    public static final int I32_SUB = 0x6B;

    /** Product. */
    public static final int I32_MUL = 0x6C;

    /** Sum. */
    public static final int I64_ADD = 0x7C;

    /** Difference. */
    public static final int I64_SUB = 0x7D;

    /** Product. */
    public static final int I64_MUL = 0x7E;

    /** Sign extension. */
    public static final int I64_EXTEND_I32_S = 0xAC;

    /** Zero extension. */
    public static final int I64_EXTEND_I32_U = 0xAD;

    /** Bitwise and. */
    public static final int I32_AND = 0x71;

    /** Bitwise and. */
    public static final int I64_AND = 0x83;

    /** Bitwise or. */
    public static final int I64_OR = 0x84;

    /** Unsigned shift to the right. */
    public static final int I64_SHR_U = 0x88;

    /** Comparison. */
    public static final int I64_LT_S = 0x53;

    /** Absolute value. */
    public static final int F32_ABS = 0x8B;

    /** First of the rounding operations: up, down, to zero, to nearest. */
    public static final int F32_CEIL = 0x8D;

    /** Last of the rounding operations. */
    public static final int F32_NEAREST = 0x90;

    /** Sum. */
    public static final int F32_ADD = 0x92;

    /** Product. */
    public static final int F32_MUL = 0x94;

    /** Minimum. */
    public static final int F32_MIN = 0x96;

    /** Maximum. */
    public static final int F32_MAX = 0x97;

    /** First of the rounding operations: up, down, to zero, to nearest. */
    public static final int F64_CEIL = 0x9B;

    /** Last of the rounding operations. */
    public static final int F64_NEAREST = 0x9E;

    /** Sum. */
    public static final int F64_ADD = 0xA0;

    /** Minimum. */
    public static final int F64_MIN = 0xA4;

    /** Maximum. */
    public static final int F64_MAX = 0xA5;

    /** Conversion. */
    public static final int F32_CONVERT_I64_S = 0xB4;

    /** Conversion. */
    public static final int F32_CONVERT_I64_U = 0xB5;

    /** Reinterprets a float as an integer. */
    public static final int I32_REINTERPRET_F32 = 0xBC;

    /** Reinterprets an integer as a float. */
    public static final int F32_REINTERPRET_I32 = 0xBE;

    /** Load. */
    public static final int I32_LOAD8_U = 0x2D;

    /** Store. */
    public static final int I32_STORE = 0x36;

    /** Store. */
    public static final int I32_STORE8 = 0x3A;

    /** Store. */
    public static final int I64_STORE8 = 0x3C;

    /** Store. */
    public static final int I64_STORE32 = 0x3E;

    /** Truncates to the low 32 bits. */
    public static final int I32_WRAP_I64 = 0xA7;

    /** Last of the one-byte opcodes with a fixed type. */
    public static final int LAST_NUMERIC = 0xC4;

    /** The null reference. */
    public static final int REF_NULL = 0xD0;

    /** Tests for the null reference. */
    public static final int REF_IS_NULL = 0xD1;

    /** A reference to a function. */
    public static final int REF_FUNC = 0xD2;

    /** First byte of two-byte opcodes. */
    public static final int PREFIX = 0xFC;

    /** Copies from a data segment into memory. */
    public static final int MEMORY_INIT = 0x108;

    /** Drops a data segment. */
    public static final int DATA_DROP = 0x109;

    /** Copies within memory. */
    public static final int MEMORY_COPY = 0x10A;

    /** Fills memory. */
    public static final int MEMORY_FILL = 0x10B;

    /** Copies from an element segment into a table. */
    public static final int TABLE_INIT = 0x10C;

    /** Drops an element segment. */
    public static final int ELEM_DROP = 0x10D;

    /** Copies between tables. */
    public static final int TABLE_COPY = 0x10E;

    /** Grows a table. */
    public static final int TABLE_GROW = 0x10F;

    /** Returns the size of a table, in elements. */
    public static final int TABLE_SIZE = 0x110;

    /** Fills a table. */
    public static final int TABLE_FILL = 0x111;

    /** First byte of the vector opcodes, which are {@link VectorOp#FIRST} and up. */
    static final int VECTOR_PREFIX = 0xFD;

    /** First byte of the atomic opcodes, which are {@link AtomicOp#FIRST} and up. */
    static final int ATOMIC_PREFIX = 0xFE;

    static final int COUNT = 0x112;

    /** The kind of an opcode's immediates. */
    public enum Immediate {
        NOT_AN_OPCODE,
        NONE,
        BLOCK_TYPE,
        BLOCK_TYPE_AND_CATCHES,
        INDEX,
        TWO_INDEXES,
        INDEX_AND_ZERO,
        BRANCH_TABLE,
        ACCESS,
        ZERO,
        ZERO_BYTE,
        TWO_ZEROS,
        I32,
        I64,
        F32,
        F64,
        TYPE_LIST,
        REFERENCE_TYPE,
        LANE,
        ACCESS_LANE,
        LANES,
        VECTOR
    }

    private static final Immediate[] IMMEDIATES = new Immediate[COUNT];
    private static final String[] TAKES = new String[COUNT];
    private static final String[] GIVES = new String[COUNT];

    static {
        Arrays.fill(IMMEDIATES, Immediate.NOT_AN_OPCODE);
        immediate(Immediate.NONE, UNREACHABLE, NOP, ELSE, END, RETURN, DROP, SELECT, REF_IS_NULL);
        immediate(Immediate.NONE, THROW_REF, CATCH_ALL);
        immediate(Immediate.BLOCK_TYPE, BLOCK, LOOP, IF, TRY);
        immediate(Immediate.BLOCK_TYPE_AND_CATCHES, TRY_TABLE);
        immediate(Immediate.INDEX, CATCH, THROW, RETHROW, DELEGATE);
        immediate(Immediate.INDEX, BR, BR_IF, CALL, RETURN_CALL, LOCAL_GET, LOCAL_SET, LOCAL_TEE);
        immediate(Immediate.INDEX, GLOBAL_GET, GLOBAL_SET, TABLE_GET, TABLE_SET, REF_FUNC);
        immediate(Immediate.INDEX, DATA_DROP, ELEM_DROP, TABLE_GROW, TABLE_SIZE, TABLE_FILL);
        immediate(
                Immediate.TWO_INDEXES, CALL_INDIRECT, RETURN_CALL_INDIRECT, TABLE_INIT, TABLE_COPY);
        immediate(Immediate.INDEX_AND_ZERO, MEMORY_INIT);
        immediate(Immediate.BRANCH_TABLE, BR_TABLE);
        immediate(Immediate.ZERO, MEMORY_SIZE, MEMORY_GROW, MEMORY_FILL);
        immediate(Immediate.TWO_ZEROS, MEMORY_COPY);
        immediate(Immediate.TYPE_LIST, SELECT_TYPED);
        immediate(Immediate.REFERENCE_TYPE, REF_NULL);
        immediate(Immediate.I32, I32_CONST);
        immediate(Immediate.I64, I64_CONST);
        immediate(Immediate.F32, F32_CONST);
        immediate(Immediate.F64, F64_CONST);
        for (int op = FIRST_ACCESS; op <= LAST_ACCESS; op++) {
            IMMEDIATES[op] = Immediate.ACCESS;
        }
        fixed(0x45, 0x45, "i", "i");
        fixed(0x46, 0x4F, "ii", "i");
        fixed(0x50, 0x50, "l", "i");
        fixed(0x51, 0x5A, "ll", "i");
        fixed(0x5B, 0x60, "ff", "i");
        fixed(0x61, 0x66, "dd", "i");
        fixed(0x67, 0x69, "i", "i");
        fixed(0x6A, 0x78, "ii", "i");
        fixed(0x79, 0x7B, "l", "l");
        fixed(0x7C, 0x8A, "ll", "l");
        fixed(0x8B, 0x91, "f", "f");
        fixed(0x92, 0x98, "ff", "f");
        fixed(0x99, 0x9F, "d", "d");
        fixed(0xA0, 0xA6, "dd", "d");
        fixed(0xA7, 0xA7, "l", "i");
        fixed(0xA8, 0xA9, "f", "i");
        fixed(0xAA, 0xAB, "d", "i");
        fixed(0xAC, 0xAD, "i", "l");
        fixed(0xAE, 0xAF, "f", "l");
        fixed(0xB0, 0xB1, "d", "l");
        fixed(0xB2, 0xB3, "i", "f");
        fixed(0xB4, 0xB5, "l", "f");
        fixed(0xB6, 0xB6, "d", "f");
        fixed(0xB7, 0xB8, "i", "d");
        fixed(0xB9, 0xBA, "l", "d");
        fixed(0xBB, 0xBB, "f", "d");
        fixed(0xBC, 0xBC, "f", "i");
        fixed(0xBD, 0xBD, "d", "l");
        fixed(0xBE, 0xBE, "i", "f");
        fixed(0xBF, 0xBF, "l", "d");
        fixed(0xC0, 0xC1, "i", "i");
        fixed(0xC2, 0xC4, "l", "l");
        fixed(0x100, 0x101, "f", "i");
        fixed(0x102, 0x103, "d", "i");
        fixed(0x104, 0x105, "f", "l");
        fixed(0x106, 0x107, "d", "l");
        typed("", "i", MEMORY_SIZE, I32_CONST);
        typed("i", "i", MEMORY_GROW);
        typed("", "l", I64_CONST);
        typed("", "f", F32_CONST);
        typed("", "d", F64_CONST);
        typed("iii", "", MEMORY_INIT, MEMORY_COPY, MEMORY_FILL);
        typed("", "", NOP, DATA_DROP);
        typed("i", "i", 0x28, 0x2C, 0x2D, 0x2E, 0x2F);
        typed("i", "l", 0x29, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35);
        typed("i", "f", 0x2A);
        typed("i", "d", 0x2B);
        typed("ii", "", 0x36, 0x3A, 0x3B);
        typed("il", "", 0x37, 0x3C, 0x3D, 0x3E);
        typed("if", "", 0x38);
        typed("id", "", 0x39);
    }

    /** The largest alignment of each load and store, as a power of two. */
    private static final String ALIGNMENT = "23230011001122" + "232301012";

    private Op() {}

    private static void immediate(Immediate kind, int... ops) {
        for (int op : ops) {
            IMMEDIATES[op] = kind;
        }
    }

    private static void fixed(int from, int to, String takes, String gives) {
        for (int op = from; op <= to; op++) {
            IMMEDIATES[op] = Immediate.NONE;
            TAKES[op] = codes(takes);
            GIVES[op] = codes(gives);
        }
    }

    private static void typed(String takes, String gives, int... ops) {
        for (int op : ops) {
            TAKES[op] = codes(takes);
            GIVES[op] = codes(gives);
        }
    }

    static String codes(String letters) {
        return letters.replace('i', (char) ValueType.I32.code())
                .replace('l', (char) ValueType.I64.code())
                .replace('f', (char) ValueType.F32.code())
                .replace('d', (char) ValueType.F64.code())
                .replace('v', (char) ValueType.V128.code());
    }

    /** Returns the immediates of an opcode. */
    public static Immediate immediate(int op) {
        if (op >= COUNT) {
            if (AtomicOp.is(op)) {
                return AtomicOp.immediate(op);
            }
            return VectorOp.is(op) ? VectorOp.immediate(op) : Immediate.NOT_AN_OPCODE;
        }
        return IMMEDIATES[op];
    }

    /** Returns whether the operands and results of the opcode are fixed. */
    public static boolean isFixed(int op) {
        return VectorOp.is(op) || AtomicOp.is(op) || (op < COUNT && TAKES[op] != null);
    }

    /** Returns the type codes of a fixed opcode's operands, the top one last. */
    public static String takes(int op) {
        if (AtomicOp.is(op)) {
            return AtomicOp.takes(op);
        }
        return VectorOp.is(op) ? VectorOp.takes(op) : TAKES[op];
    }

    /** Returns the type codes of a fixed opcode's results. */
    public static String gives(int op) {
        if (AtomicOp.is(op)) {
            return AtomicOp.gives(op);
        }
        return VectorOp.is(op) ? VectorOp.gives(op) : GIVES[op];
    }

    public static int maxAlignment(int op) {
        return ALIGNMENT.charAt(op - FIRST_ACCESS) - '0';
    }
}
