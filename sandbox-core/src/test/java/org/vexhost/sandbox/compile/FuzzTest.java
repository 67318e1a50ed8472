package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.compile.CompileOptions.Mode;

/**
 * Random modules do the same however they are run: compiled or interpreted, metered or not. Runs
 * {@code vexhost.fuzz.modules} modules, the first with the seed {@code vexhost.fuzz.seed}.
 */
final class FuzzTest {

    private static final long PLENTY = 1_000_000_000L;
    private static final int PROGRESS = 5_000;

    @Test
    void randomModulesDoTheSameHoweverTheyAreRun() throws InvalidModuleException {
        int modules = Integer.getInteger("vexhost.fuzz.modules", 100);
        long first = Long.getLong("vexhost.fuzz.seed", 1);
        int ended = 0;
        for (long seed = first; seed < first + modules; seed++) {
            Fuzz.Outcome compiled = Fuzz.run(seed, Mode.COMPILED, PLENTY);
            Fuzz.Outcome interpreted = Fuzz.run(seed, Mode.INTERPRETED, PLENTY);
            Fuzz.Outcome unmetered = Fuzz.run(seed, Mode.UNMETERED, PLENTY);
            String name = "module of seed " + seed;
            assertEquals(interpreted.visible(), compiled.visible(), name);
            assertEquals(interpreted.fuel(), compiled.fuel(), name);
            assertEquals(unmetered.visible(), compiled.visible(), name);
            long all = compiled.fuel().get(compiled.fuel().size() - 1);
            long budget = Math.floorMod(seed * 31, Math.max(1, all));
            assertEquals(
                    Fuzz.run(seed, Mode.INTERPRETED, budget),
                    Fuzz.run(seed, Mode.COMPILED, budget),
                    name + " with " + budget + " units of fuel");
            if (compiled.visible().stream().anyMatch(line -> line.startsWith("["))) {
                ended++;
            }
            if ((seed - first + 1) % PROGRESS == 0) {
                System.out.println((seed - first + 1) + " random modules did the same");
            }
        }
        // Modules that all trap would prove little.
        assertTrue(ended > modules / 10, ended + " of " + modules + " answered");
    }
}
