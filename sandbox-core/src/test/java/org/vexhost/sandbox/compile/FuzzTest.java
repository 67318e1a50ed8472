package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.TrapKind;

/**
 * Random modules do the same however they are run: compiled or interpreted, metered or not, with
 * any amount of fuel and any call depth. Runs {@code vexhost.fuzz.modules} modules, the first with
 * the seed {@code vexhost.fuzz.seed}, on all processors.
 */
final class FuzzTest {

    private static final int MODULES = Integer.getInteger("vexhost.fuzz.modules", 100);
    private static final long FIRST = Long.getLong("vexhost.fuzz.seed", 1);
    private static final int PROGRESS = 5_000;
    private static final int MANY = 5_000;

    /** Budgets and depths tried beside plenty, all of them when a guest uses less. */
    private static final int BUDGETS = 12;

    private static final int DEPTHS = 2;
    private static final int MAX_DEPTH_TRIED = 3_000;

    /** Call depth is what is tested, not the stack of a thread that a test happens to run on. */
    private static final long STACK_BYTES = 256L << 20;

    /** Traps of host functions, exceptions and atomic instructions, which these modules lack. */
    private static final Set<TrapKind> ELSEWHERE =
            EnumSet.of(
                    TrapKind.MISSING_MEMORY,
                    TrapKind.NULL_EXCEPTION,
                    TrapKind.UNCAUGHT_EXCEPTION,
                    TrapKind.UNALIGNED_ATOMIC,
                    TrapKind.MEMORY_NOT_SHARED,
                    TrapKind.OTHER);

    private final AtomicLong next = new AtomicLong(FIRST);
    private final Map<String, Integer> ends = new TreeMap<>();

    @Test
    void randomModulesDoTheSameHoweverTheyAreRun() throws InterruptedException {
        List<Throwable> faults = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
            Thread thread = new Thread(null, () -> work(faults), "fuzz-" + i, STACK_BYTES);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(MODULES + " random modules ended so: " + ends);
        if (!faults.isEmpty()) {
            var all = new AssertionError(faults.size() + " modules differ", faults.get(0));
            faults.forEach(all::addSuppressed);
            throw all;
        }
        // Modules that all trap would prove little.
        assertTrue(count("answered") > MODULES / 10, ends.toString());
        if (MODULES >= MANY) {
            for (TrapKind kind : TrapKind.values()) {
                assertEquals(!ELSEWHERE.contains(kind), count(kind.name()) > 0, kind.name());
            }
            assertTrue(count("instantiation: out of fuel") > 0, ends.toString());
            assertTrue(count("has interpreted functions") > 0, ends.toString());
        }
    }

    private int count(String end) {
        return ends.getOrDefault(end, 0);
    }

    private void work(List<Throwable> faults) {
        for (long seed = next.getAndIncrement();
                seed < FIRST + MODULES;
                seed = next.getAndIncrement()) {
            try {
                check(seed);
            } catch (Throwable e) {
                synchronized (faults) {
                    faults.add(new AssertionError("module of seed " + seed, e));
                    if (faults.size() >= 10) {
                        next.set(FIRST + MODULES);
                    }
                }
            }
            if ((seed - FIRST + 1) % PROGRESS == 0) {
                System.out.println((seed - FIRST + 1) + " random modules did the same");
            }
        }
    }

    private void check(long seed) throws InvalidModuleException {
        Fuzz compiled = Fuzz.compile(seed, Mode.COMPILED);
        Fuzz split = Fuzz.compile(seed, Mode.SPLIT);
        Fuzz rewritten = Fuzz.compile(seed, Mode.REWRITTEN);
        Fuzz interpreted = Fuzz.compile(seed, Mode.INTERPRETED);
        Fuzz unmetered = Fuzz.compile(seed, Mode.UNMETERED);
        assertEquals(0, compiled.interpretedFunctions());
        assertEquals(0, split.interpretedFunctions());
        if (rewritten.interpretedFunctions() > 0) {
            note("has interpreted functions");
        }
        int depth = InstanceOptions.DEFAULT_CALL_DEPTH;
        Fuzz.Outcome outcome = compiled.run(Fuzz.PLENTY, depth);
        assertEquals(interpreted.run(Fuzz.PLENTY, depth), outcome);
        assertEquals(split.run(Fuzz.PLENTY, depth), outcome);
        assertEquals(rewritten.run(Fuzz.PLENTY, depth), outcome);
        assertEquals(unmetered.run(Fuzz.PLENTY, depth).visible(), outcome.visible());
        noteEnds(outcome);
        long used = outcome.fuel().get(outcome.fuel().size() - 1);
        // Neighbours, so that the budget ends at every check there is in some stretch of code.
        long from = used <= BUDGETS ? 0 : Math.floorMod(seed * 7_919, used - BUDGETS + 1);
        for (long budget = from; budget < Math.min(used, from + BUDGETS); budget++) {
            same(compiled, interpreted, budget, depth);
            same(split, interpreted, budget, depth);
        }
        same(compiled, interpreted, used, depth);
        same(split, interpreted, used, depth);
        for (int i = 0; i < DEPTHS; i++) {
            int tried = Math.floorMod(seed * 104_729 + i * 911L, MAX_DEPTH_TRIED);
            same(compiled, interpreted, Fuzz.PLENTY, tried);
            same(split, interpreted, Fuzz.PLENTY, tried);
        }
    }

    private void same(Fuzz compiled, Fuzz interpreted, long budget, int depth) {
        Fuzz.Outcome outcome = compiled.run(budget, depth);
        assertEquals(
                interpreted.run(budget, depth),
                outcome,
                () -> "with " + budget + " units of fuel and " + depth + " of call depth");
        noteEnds(outcome);
    }

    private void noteEnds(Fuzz.Outcome outcome) {
        for (String line : outcome.visible()) {
            if (line.startsWith("[")) {
                note("answered");
            } else if (Character.isUpperCase(line.charAt(0))
                    || line.startsWith("out of")
                    || line.startsWith("instantiation")) {
                note(line);
            }
        }
    }

    private void note(String end) {
        synchronized (ends) {
            ends.merge(end, 1, Integer::sum);
        }
    }
}
