package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.testing.RandomModule;

/** Random modules with loops as the Go compiler writes them do the same however they are run. */
@DisplayName("Random modules with dispatch loops")
final class DispatchFuzzTest {

    private static final int BUDGETS = 12;

    private int answered;

    @Test
    void doTheSameHoweverTheyAreRun() throws InterruptedException {
        Seeds.checkAll(this::compare);
        assertTrue(answered > Seeds.COUNT / 10, answered + " modules answered");
    }

    private void compare(long seed) throws InvalidModuleException {
        byte[] module = RandomModule.withDispatchLoops(seed);
        Fuzz compiled = Fuzz.compile(seed, module, Mode.COMPILED);
        Fuzz split = Fuzz.compile(seed, module, Mode.SPLIT);
        Fuzz interpreted = Fuzz.compile(seed, module, Mode.INTERPRETED);
        int depth = InstanceOptions.DEFAULT_CALL_DEPTH;
        Fuzz.Outcome outcome = interpreted.run(Fuzz.PLENTY, depth);
        assertEquals(outcome, compiled.run(Fuzz.PLENTY, depth));
        assertEquals(outcome, split.run(Fuzz.PLENTY, depth));
        if (outcome.visible().stream().anyMatch(line -> line.startsWith("["))) {
            answered++;
        }
        long used = outcome.fuel().get(outcome.fuel().size() - 1);
        long from = used <= BUDGETS ? 0 : Math.floorMod(seed * 7_919, used - BUDGETS + 1);
        for (long budget = from; budget < Math.min(used, from + BUDGETS); budget++) {
            Fuzz.Outcome ended = interpreted.run(budget, depth);
            assertEquals(ended, compiled.run(budget, depth));
            assertEquals(ended, split.run(budget, depth));
        }
    }
}
