package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;

@DisplayName("An engine under many callers")
class EngineHammerTest {

    private static final int CALLERS = 8;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(3);

    @Test
    @Timeout(60)
    @DisplayName(
            "gives each its own answer, the same fuel for the same call, and no byte of another")
    void mixesNothingUp() throws Exception {
        FakeWasi wasi = new FakeWasi();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (WasmEngine engine = WasmEngine.builder().hostModule(wasi).build()) {
            WasmTool echo = engine.prepare(Guests.spec("echo", Guests.example("echo")).build());
            WasmTool command =
                    engine.prepare(
                            Guests.spec("command", Guests.hostile("command-echo"))
                                    .abi(Abi.COMMAND)
                                    .build());
            WasmTool actions =
                    engine.prepare(
                            Guests.spec("actions", Guests.core("actions"))
                                    .limits(Guests.limits(limits -> limits.maxFuel(2_000_000)))
                                    .build());
            long fuel = actions.run(Guests.call("[4,1000]")).usage().fuelConsumed();
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                results.add(callers.submit(new Caller(i, echo, command, actions, fuel)));
            }
            int calls = 0;
            for (Future<Integer> result : results) {
                calls += result.get();
            }
            assertTrue(calls > 500, calls + " calls");
            // A thread that answered and was not scheduled again yet is one more: hence ten times.
            assertTrue(engine.threads() <= 10 * CALLERS, engine.threads() + " threads");
            assertEquals(0, engine.stuckThreads());
            assertEquals(wasi.opened.get(), wasi.closed.get());
        } finally {
            callers.shutdownNow();
        }
    }

    private record Caller(int number, WasmTool echo, WasmTool command, WasmTool actions, long fuel)
            implements Callable<Integer> {

        @Override
        public Integer call() throws ToolException {
            Random random = new Random(number);
            long end = System.nanoTime() + NANOS;
            int calls = 0;
            while (System.nanoTime() - end < 0) {
                String text = "[%d,\"%d\"]".formatted(number, random.nextLong());
                switch (random.nextInt(8)) {
                    case 0, 1 -> assertEquals(text, echo.execute(Guests.call(text)).text());
                    case 2 -> assertEquals(text, command.execute(Guests.call(text)).text());
                    case 3 -> {
                        ToolOutput output = actions.run(Guests.call("[4,1000]"));
                        assertEquals(fuel, output.usage().fuelConsumed());
                    }
                    case 4, 5 -> {
                        String dirty = "[6,%d]".formatted(random.nextInt(3));
                        assertEquals("0", actions.execute(Guests.call(dirty)).text());
                    }
                    case 6 -> assertEnds(ErrorReason.FUEL, "[5,0]");
                    default -> assertEnds(ErrorReason.CALL_DEPTH, "[3,100000]");
                }
                calls++;
            }
            return calls;
        }

        private void assertEnds(ErrorReason reason, String arguments) {
            try {
                ToolOutput output = actions.run(Guests.call(arguments));
                throw new AssertionError("answered " + output);
            } catch (ToolException e) {
                assertEquals(reason, e.error().reason(), e.error().message());
            }
        }
    }
}
