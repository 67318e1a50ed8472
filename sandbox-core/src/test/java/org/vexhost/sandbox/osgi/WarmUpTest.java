package org.vexhost.sandbox.osgi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;

@DisplayName("The tool that the engine warms up with")
class WarmUpTest {

    @Test
    void isAcceptedWithAnyNumber() throws Exception {
        byte[] module = WarmUp.module();
        assertTrue(module.length > 50_000, () -> module.length + " bytes");
        try (WasmEngine engine = WasmEngine.builder().memoryPoolBytes(0).build()) {
            for (int number : new int[] {0, WarmUp.ROUNDS - 1}) {
                byte[] numbered = WarmUp.numbered(module, number);
                assertDoesNotThrow(() -> WarmUp.prepare(engine, numbered));
            }
        }
    }

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final List<Integer> rounds = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();

    /** Runs to the end, and returns when the thread has ended. */
    private void run(Supplier<Duration> idle, WarmUp.Round round) throws Exception {
        AtomicReference<Thread> started = new AtomicReference<>();
        WarmUp warmUp =
                WarmUp.begin(
                        idle,
                        begun,
                        round,
                        thread -> {
                            started.set(thread);
                            thread.start();
                        });
        started.get().join(60_000);
        assertFalse(started.get().isAlive(), "it has not ended");
        warmUp.close();
    }

    @Test
    @Timeout(120)
    void isPreparedAgainAfterARoundThatFails() throws Exception {
        run(
                () -> IDLE,
                number -> {
                    rounds.add(number);
                    if (number == 0) {
                        throw new IllegalStateException("for a test");
                    }
                    if (number == 1) {
                        throw new InvalidModuleException(
                                InvalidModuleException.Reason.MALFORMED, "for a test");
                    }
                });
        assertEquals(IntStream.range(0, WarmUp.ROUNDS).boxed().toList(), rounds);
    }

    /** What is left is better left to the tools. */
    @Test
    @Timeout(120)
    void isLeftWhenMemoryIsShort() throws Exception {
        run(
                () -> IDLE,
                number -> {
                    rounds.add(number);
                    if (number == 2) {
                        throw new OutOfMemoryError("for a test");
                    }
                });
        assertEquals(List.of(0, 1, 2), rounds);
    }

    @Test
    @Timeout(120)
    void isLeftToTheNextEngineWhenTheEngineDoesNotSayHowBusyItIs() throws Exception {
        run(
                () -> {
                    throw new IllegalStateException("closed");
                },
                rounds::add);
        assertEquals(List.of(), rounds);
        run(() -> IDLE, rounds::add);
        assertEquals(WarmUp.ROUNDS, rounds.size());
    }

    @Test
    @Timeout(120)
    void waitsUntilNobodyElsePreparesAndEndsWhenItIsClosed() throws Exception {
        AtomicReference<Thread> started = new AtomicReference<>();
        CountDownLatch asked = new CountDownLatch(1);
        WarmUp warmUp =
                WarmUp.begin(
                        () -> {
                            asked.countDown();
                            return Duration.ZERO;
                        },
                        begun,
                        rounds::add,
                        thread -> {
                            started.set(thread);
                            thread.start();
                        });
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        warmUp.close();
        started.get().join(60_000);
        assertFalse(started.get().isAlive(), "it has not ended");
        assertEquals(List.of(), rounds);
    }

    @Test
    void isLeftWithoutAThread() {
        assertDoesNotThrow(
                () ->
                        WarmUp.begin(
                                        () -> IDLE,
                                        begun,
                                        rounds::add,
                                        thread -> {
                                            throw new OutOfMemoryError("for a test");
                                        })
                                .close());
        assertEquals(List.of(), rounds);
    }

    /** A host's engine is replaced while the host starts, if host functions are added. */
    @Test
    @Timeout(120)
    void continuesWithTheNextEngineWhereItWasClosed() throws Exception {
        AtomicReference<WarmUp> first = new AtomicReference<>();
        AtomicReference<Thread> started = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        first.set(
                WarmUp.begin(
                        () -> IDLE,
                        begun,
                        number -> {
                            rounds.add(number);
                            assertDoesNotThrow(() -> known.await());
                            if (number == 2) {
                                first.get().close();
                                // As a round does that takes the interrupt for its own.
                                assertTrue(Thread.interrupted());
                            }
                        },
                        thread -> {
                            started.set(thread);
                            thread.start();
                        }));
        known.countDown();
        started.get().join(60_000);
        assertFalse(started.get().isAlive(), "it has not ended");
        assertEquals(List.of(0, 1, 2), rounds);
        run(() -> IDLE, rounds::add);
        assertEquals(IntStream.range(0, WarmUp.ROUNDS).boxed().toList(), rounds);
        run(() -> IDLE, rounds::add);
        assertEquals(WarmUp.ROUNDS, rounds.size(), "the warm-up is done");
    }
}
