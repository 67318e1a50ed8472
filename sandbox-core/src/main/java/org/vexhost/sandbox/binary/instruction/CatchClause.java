package org.vexhost.sandbox.binary.instruction;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/**
 * A catch clause of a {@code try_table}: it branches if it catches an exception.
 *
 * @param tag the tag of the exceptions that it catches, or {@link #ANY}
 * @param withReference whether a reference to the exception is passed after the payload
 * @param label the target of the branch, counted from the block around the {@code try_table}
 */
public record CatchClause(int tag, boolean withReference, long label) {

    /** Matches all tags. */
    public static final int ANY = -1;

    private static final int MAX_KIND = 3;

    static CatchClause read(Cursor cursor) throws InvalidModuleException {
        int at = cursor.position();
        int kind = cursor.u8();
        if (kind > MAX_KIND) {
            throw cursor.fault(Reason.MALFORMED, at, "malformed catch clause");
        }
        int tag = kind < 2 ? (int) Math.min(cursor.u32(), Integer.MAX_VALUE) : ANY;
        return new CatchClause(tag, (kind & 1) == 1, cursor.u32());
    }

    /** Returns whether the clause catches exceptions of all tags. */
    public boolean isAny() {
        return tag == ANY;
    }
}
