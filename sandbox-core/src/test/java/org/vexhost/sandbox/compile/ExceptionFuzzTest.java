package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private static final int BUDGETS = 8;

    private int uncaught;

    @Test
    void doTheSameWhenTheyAreSplit() throws InterruptedException {
        Seeds.checkAll(
                seed -> {
                    compare(seed, RandomModule.withExceptions(seed));
                    compare(seed, RandomModule.withOlderExceptions(seed));
                });
        assertTrue(uncaught > Seeds.COUNT / 20, uncaught + " modules threw what nothing caught");
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
