package org.vexhost.sandbox.compile;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.InvalidModuleException;

/**
 * The seeds of the random modules of a run: {@code vexhost.fuzz.modules} of them, the first of
 * which is {@code vexhost.fuzz.seed}.
 */
final class Seeds {

    static final int COUNT = Integer.getInteger("vexhost.fuzz.modules", 100);

    private static final long FIRST = Long.getLong("vexhost.fuzz.seed", 1);

    /** Call depth is what is tested, not the stack of a thread that a test happens to run on. */
    private static final long STACK_BYTES = 256L << 20;

    private Seeds() {}

    /** What is checked with one seed. */
    interface Check {
        void check(long seed) throws InvalidModuleException;
    }

    /** Checks all seeds, and fails with the first fault and the number of all. */
    static void checkAll(Check check) throws InterruptedException {
        List<Throwable> faults = new ArrayList<>();
        Thread thread = new Thread(null, () -> checkAll(check, faults), "seeds", STACK_BYTES);
        thread.start();
        thread.join();
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " modules differ", faults.get(0));
        }
    }

    private static void checkAll(Check check, List<Throwable> faults) {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            try {
                check.check(seed);
            } catch (Throwable e) {
                faults.add(new AssertionError("module of seed " + seed, e));
            }
        }
    }
}
