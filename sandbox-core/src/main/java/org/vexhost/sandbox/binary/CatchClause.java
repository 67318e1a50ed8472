package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/**
 * What a {@code try_table} does with some of the exceptions that it meets: it branches.
 *
 * @param tag the tag that they have, or {@link #ANY}
 * @param withReference whether a reference to the exception is passed, behind its payload
 * @param label where to, counted from the block around the {@code try_table}
 */
public record CatchClause(int tag, boolean withReference, long label) {

    /** Stands for all tags. */
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

    /** Returns whether exceptions of all tags are caught. */
    public boolean isAny() {
        return tag == ANY;
    }
}
