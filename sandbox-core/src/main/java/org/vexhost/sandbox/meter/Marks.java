package org.vexhost.sandbox.meter;

/**
 * Placeholders for the most frequent operations that count fuel. A mark is a constant that the next
 * instruction drops. Chicory's compiler turns it into four bytes of bytecode, and the rewriter of
 * the classes then replaces it by the real code. This keeps functions below the JVM's size limit.
 * Guest constants that look like a mark are written in another way.
 */
public final class Marks {

    private static final long MARK = 0x76E8_0570_0000_0000L;
    private static final long MASK = 0xFFFF_FFF0_0000_0000L;
    private static final long UNITS = 0xFFFF_FFFFL;
    private static final int KIND_SHIFT = 32;

    private Marks() {}

    /** The operation of a mark. */
    public enum Kind {
        /** Subtracts units from the fuel in the local. */
        TAKE(1),
        /** Stores the fuel from the local in the global. */
        SAVE(2),
        /** Loads the fuel from the global into the local. */
        LOAD(3);

        private final long code;

        Kind(long code) {
            this.code = code;
        }
    }

    /** Returns whether a constant is a mark. */
    public static boolean isMark(long constant) {
        return (constant & MASK) == MARK;
    }

    /** Returns the operation of a mark. */
    public static Kind kind(long mark) {
        long code = (mark & ~MASK) >> KIND_SHIFT;
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("mark of unknown kind " + code);
    }

    /** Returns the number of units that a mark subtracts. */
    public static int units(long mark) {
        return (int) mark;
    }

    static long of(Kind kind, long units) {
        return MARK | (kind.code << KIND_SHIFT) | (units & UNITS);
    }
}
