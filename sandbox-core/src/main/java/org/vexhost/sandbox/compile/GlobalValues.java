package org.vexhost.sandbox.compile;

import org.vexhost.sandbox.snapshot.Snapshot;

/** All that a guest's globals are kept in, as a snapshot has it: two fields, and what is behind. */
final class GlobalValues {

    /** Globals that have a field of their own. */
    static final int FIELDS = 2;

    private GlobalValues() {}

    static long[] of(FlatMemory memory) {
        long[] values = new long[FIELDS + memory.globals.length];
        values[0] = memory.global0;
        values[1] = memory.global1;
        System.arraycopy(memory.globals, 0, values, FIELDS, memory.globals.length);
        return values;
    }

    /** Puts back what {@link #of} returned. */
    static void restore(FlatMemory memory, Snapshot snapshot) {
        memory.global0 = snapshot.global(0);
        memory.global1 = snapshot.global(1);
        for (int i = 0; i < memory.globals.length; i++) {
            memory.globals[i] = snapshot.global(FIELDS + i);
        }
    }
}
