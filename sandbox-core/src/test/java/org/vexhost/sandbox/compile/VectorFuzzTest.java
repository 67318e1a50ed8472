package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.testing.RandomModule;

/**
 * Random modules with vectors do the same in whole methods and in small pieces, with any amount of
 * fuel. {@code FuzzExportTest} has Wasmtime run them.
 */
final class VectorFuzzTest {

    private static final int BUDGETS = 8;

    private int answered;

    @Test
    void modulesDoTheSameInOnePieceAndInMany() throws InterruptedException {
        Seeds.checkAll(this::compare);
        // Modules that all trap would prove little.
        assertTrue(answered > Seeds.COUNT / 10, answered + " answered");
    }

    private void compare(long seed) throws InvalidModuleException {
        byte[] module = RandomModule.withVectors(seed);
        Fuzz compiled = Fuzz.compile(seed, module, Mode.COMPILED);
        Fuzz split = Fuzz.compile(seed, module, Mode.SPLIT);
        assertEquals(0, compiled.interpretedFunctions());
        int depth = InstanceOptions.DEFAULT_CALL_DEPTH;
        Fuzz.Outcome outcome = compiled.run(Fuzz.PLENTY, depth);
        assertEquals(outcome, split.run(Fuzz.PLENTY, depth));
        answered += outcome.visible().stream().anyMatch(line -> line.startsWith("[")) ? 1 : 0;
        long used = outcome.fuel().get(outcome.fuel().size() - 1);
        long from = used <= BUDGETS ? 0 : Math.floorMod(seed * 7_919, used - BUDGETS + 1);
        for (long budget = from; budget < Math.min(used, from + BUDGETS); budget++) {
            assertEquals(compiled.run(budget, depth), split.run(budget, depth));
        }
        int tried = Math.floorMod((int) seed * 104_729, 3_000);
        assertEquals(compiled.run(Fuzz.PLENTY, tried), split.run(Fuzz.PLENTY, tried));
    }
}
