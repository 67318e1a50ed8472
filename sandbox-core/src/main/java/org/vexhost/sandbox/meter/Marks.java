package org.vexhost.sandbox.meter;

/**
 * What counting does most often, as one constant that is dropped at once: the compiler makes four
 * bytes of it, and whoever rewrites its classes puts the real thing in its place. So functions stay
 * below what the JVM takes. Constants of the guest that look like one are written in another way.
 */
public final class Marks {

    private static final long MARK = 0x76E8_0570_0000_0000L;
    private static final long MASK = 0xFFFF_FFF0_0000_0000L;
    private static final long UNITS = 0xFFFF_FFFFL;
    private static final int KIND_SHIFT = 32;

    private Marks() {}

    /** What to do. */
    public enum Kind {
        /** Take units off the fuel in the local. */
        TAKE(1),
        /** Write the fuel in the local to the global. */
        SAVE(2),
        /** Read the fuel in the global into the local. */
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

    /** Returns what a mark stands for. */
    public static Kind kind(long mark) {
        long code = (mark & ~MASK) >> KIND_SHIFT;
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("mark of unknown kind " + code);
    }

    /** Returns how many units a mark takes. */
    public static int units(long mark) {
        return (int) mark;
    }

    static long of(Kind kind, long units) {
        return MARK | (kind.code << KIND_SHIFT) | (units & UNITS);
    }
}
