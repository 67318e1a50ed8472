package org.vexhost.sandbox.binary.instruction;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The atomic instructions of the threads proposal, which are valid on a memory that is not shared,
 * with their names, operands and results. An opcode is {@link #FIRST} plus the number after the
 * prefix 0xFE.
 */
public final class AtomicOp {

    /** The opcode for 0xFE 0. */
    public static final int FIRST = 0x400;

    /** Wakes threads that wait at an address. */
    public static final int NOTIFY = FIRST;

    /** Waits at an address until its 32-bit value changes. */
    public static final int WAIT32 = FIRST + 1;

    /** Waits at an address until its 64-bit value changes. */
    public static final int WAIT64 = FIRST + 2;

    /** Orders the accesses of threads. */
    public static final int FENCE = FIRST + 3;

    /** The number of opcodes, some of which are unassigned. */
    public static final int COUNT = 0x4F;

    private static final int FIRST_STORE = FIRST + 0x17;
    private static final int FIRST_MODIFICATION = FIRST + 0x1E;
    private static final int FIRST_COMPARISON = FIRST + 0x48;

    /** The number of widths and types of each kind of instruction. */
    private static final int FORMS = 7;

    /**
     * The types of the forms, in the order of their opcodes, and the powers of two of their width.
     */
    private static final String FORM_TYPES = "iliilll";

    private static final String FORM_POWERS = "2301012";
    private static final List<String> WIDTHS = List.of("8", "16", "32");

    private static final String[] NAMES = new String[COUNT];
    private static final String[] TAKES = new String[COUNT];
    private static final String[] GIVES = new String[COUNT];
    private static final byte[] POWERS = new byte[COUNT];

    /** What an instruction does. */
    public enum Kind {
        /** {@link #NOTIFY}. */
        NOTIFY,
        /** {@link #WAIT32} or {@link #WAIT64}. */
        WAIT,
        /** {@link #FENCE}. */
        FENCE,
        /** A load. */
        LOAD,
        /** A store. */
        STORE,
        /** Adds to the value in memory. */
        ADD,
        /** Subtracts from the value in memory. */
        SUB,
        /** Bitwise and with the value in memory. */
        AND,
        /** Bitwise or with the value in memory. */
        OR,
        /** Bitwise exclusive or with the value in memory. */
        XOR,
        /** Replaces the value in memory. */
        XCHG,
        /** Replaces the value in memory if it is the expected one. */
        CMPXCHG
    }

    /** The instructions that read and write, in the order of their opcodes. */
    private static final List<Kind> MODIFICATIONS =
            List.of(Kind.ADD, Kind.SUB, Kind.AND, Kind.OR, Kind.XOR, Kind.XCHG, Kind.CMPXCHG);

    static {
        Arrays.fill(POWERS, (byte) -1);
        define(NOTIFY, "memory.atomic.notify", "ii", "i", 2);
        define(WAIT32, "memory.atomic.wait32", "iil", "i", 2);
        define(WAIT64, "memory.atomic.wait64", "ill", "i", 3);
        define(FENCE, "atomic.fence", "", "", -1);
        for (int form = 0; form < FORMS; form++) {
            char type = FORM_TYPES.charAt(form);
            int power = FORM_POWERS.charAt(form) - '0';
            String given = String.valueOf(type);
            String prefix = (type == 'i' ? "i32" : "i64") + ".atomic.";
            boolean isNarrow = power < (type == 'i' ? 2 : 3);
            String width = isNarrow ? WIDTHS.get(power) : "";
            String unsigned = isNarrow ? "_u" : "";
            define(FIRST + 0x10 + form, prefix + "load" + width + unsigned, "i", given, power);
            define(FIRST_STORE + form, prefix + "store" + width, "i" + type, "", power);
            for (int i = 0; i < MODIFICATIONS.size(); i++) {
                String name = MODIFICATIONS.get(i).name().toLowerCase(Locale.ROOT);
                int op = FIRST_MODIFICATION + i * FORMS + form;
                String takes = "i" + type + (op >= FIRST_COMPARISON ? given : "");
                define(op, prefix + "rmw" + width + "." + name + unsigned, takes, given, power);
            }
        }
    }

    private AtomicOp() {}

    private static void define(int op, String name, String takes, String gives, int power) {
        NAMES[op - FIRST] = name;
        TAKES[op - FIRST] = Op.codes(takes);
        GIVES[op - FIRST] = Op.codes(gives);
        POWERS[op - FIRST] = (byte) power;
    }

    /** Returns whether an opcode is that of an atomic instruction. */
    public static boolean is(int op) {
        return op >= FIRST && op < FIRST + COUNT && NAMES[op - FIRST] != null;
    }

    /** Returns the name of an instruction in the text format. */
    public static String name(int op) {
        return NAMES[op - FIRST];
    }

    /** Returns what an instruction does. */
    public static Kind kind(int op) {
        if (op < FIRST + 0x10) {
            return switch (op) {
                case NOTIFY -> Kind.NOTIFY;
                case FENCE -> Kind.FENCE;
                default -> Kind.WAIT;
            };
        }
        if (op < FIRST_MODIFICATION) {
            return op < FIRST_STORE ? Kind.LOAD : Kind.STORE;
        }
        return MODIFICATIONS.get((op - FIRST_MODIFICATION) / FORMS);
    }

    /**
     * Returns the width of an access, and so its alignment, as a power of two of bytes; -1 for
     * {@link #FENCE}, which does not access memory.
     */
    public static int power(int op) {
        return POWERS[op - FIRST];
    }

    static Op.Immediate immediate(int op) {
        return op == FENCE ? Op.Immediate.ZERO_BYTE : Op.Immediate.ACCESS;
    }

    static String takes(int op) {
        return TAKES[op - FIRST];
    }

    static String gives(int op) {
        return GIVES[op - FIRST];
    }
}
