package org.vexhost.sandbox.guest;

import org.vexhost.sandbox.snapshot.Snapshot;

/**
 * Copies the values of a guest's globals to and from a snapshot. The two globals with their own
 * fields come first.
 */
final class GlobalValues {

    /** The number of globals with their own fields in {@link FlatMemory}. */
    static final int FIELDS = 2;

    private GlobalValues() {}

    static long[] of(FlatMemory memory) {
        long[] values = new long[FIELDS + memory.globals.length];
        values[0] = memory.global0;
        values[1] = memory.global1;
        System.arraycopy(memory.globals, 0, values, FIELDS, memory.globals.length);
        return values;
    }

    /** Restores the values that {@link #of} returned. */
    static void restore(FlatMemory memory, Snapshot snapshot) {
        memory.global0 = snapshot.global(0);
        memory.global1 = snapshot.global(1);
        for (int i = 0; i < memory.globals.length; i++) {
            memory.globals[i] = snapshot.global(FIELDS + i);
        }
    }
}
