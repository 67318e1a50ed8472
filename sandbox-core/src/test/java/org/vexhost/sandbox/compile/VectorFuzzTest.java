package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
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

    private static final int MODULES = Integer.getInteger("vexhost.fuzz.modules", 100);
    private static final long FIRST = Long.getLong("vexhost.fuzz.seed", 1);
    private static final long STACK_BYTES = 256L << 20;
    private static final int BUDGETS = 8;

    private int answered;

    @Test
    void modulesDoTheSameInOnePieceAndInMany() throws InterruptedException {
        List<Throwable> faults = new ArrayList<>();
        Thread thread =
                new Thread(
                        null,
                        () -> {
                            for (long seed = FIRST; seed < FIRST + MODULES; seed++) {
                                try {
                                    compare(seed);
                                } catch (Throwable e) {
                                    faults.add(new AssertionError("module of seed " + seed, e));
                                }
                            }
                        },
                        "vectors",
                        STACK_BYTES);
        thread.start();
        thread.join();
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " modules differ", faults.get(0));
        }
        // Modules that all trap would prove little.
        assertTrue(answered > MODULES / 10, answered + " answered");
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
