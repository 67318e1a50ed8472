package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.testing.RandomModule;

/** Random modules with exceptions: split or not, they do the same, at the same cost. */
@DisplayName("Random modules with exceptions")
final class ExceptionFuzzTest {

    private static final int MODULES = Integer.getInteger("vexhost.fuzz.modules", 100);
    private static final long FIRST = Long.getLong("vexhost.fuzz.seed", 1);
    private static final long STACK_BYTES = 256L << 20;
    private static final int BUDGETS = 8;

    private int uncaught;

    @Test
    void doTheSameWhenTheyAreSplit() throws InterruptedException {
        List<Throwable> faults = new ArrayList<>();
        Thread thread =
                new Thread(
                        null,
                        () -> {
                            for (long seed = FIRST; seed < FIRST + MODULES; seed++) {
                                try {
                                    compare(seed, RandomModule.withExceptions(seed));
                                    compare(seed, RandomModule.withOlderExceptions(seed));
                                } catch (Throwable e) {
                                    faults.add(new AssertionError("module of seed " + seed, e));
                                }
                            }
                        },
                        "exceptions",
                        STACK_BYTES);
        thread.start();
        thread.join();
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " modules differ", faults.get(0));
        }
        assertTrue(uncaught > MODULES / 20, uncaught + " modules threw what nothing caught");
    }

    private void compare(long seed, byte[] module) throws InvalidModuleException {
        Fuzz compiled = Fuzz.compile(seed, module, Mode.COMPILED);
        Fuzz split = Fuzz.compile(seed, module, Mode.SPLIT);
        int depth = InstanceOptions.DEFAULT_CALL_DEPTH;
        Fuzz.Outcome outcome = compiled.run(Fuzz.PLENTY, depth);
        assertEquals(outcome, split.run(Fuzz.PLENTY, depth));
        if (outcome.visible().contains(TrapKind.UNCAUGHT_EXCEPTION.name())) {
            uncaught++;
        }
        long used = outcome.fuel().get(outcome.fuel().size() - 1);
        long from = used <= BUDGETS ? 0 : Math.floorMod(seed * 7_919, used - BUDGETS + 1);
        for (long budget = from; budget < Math.min(used, from + BUDGETS); budget++) {
            assertEquals(compiled.run(budget, depth), split.run(budget, depth));
        }
    }
}
