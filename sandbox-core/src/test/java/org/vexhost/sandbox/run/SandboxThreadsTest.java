package org.vexhost.sandbox.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.sandbox.testing.Await;

@DisplayName("Sandbox threads")
@Timeout(30)
class SandboxThreadsTest {

    private final SandboxThreads threads = new SandboxThreads("test-", 1 << 20, 2);

    @AfterEach
    void close() {
        threads.close();
    }

    private static long inMillis(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static void spinUntilStopped(JobControl control) {
        while (true) {
            control.check();
            Thread.onSpinWait();
        }
    }

    /**
     * Why a job was told to stop; on a busy machine it may not notice in time, and is abandoned.
     */
    private static StopReason reasonOf(Exception thrown) {
        if (thrown instanceof AbandonedException abandoned) {
            return abandoned.reason();
        }
        JobFailedException failed = assertInstanceOf(JobFailedException.class, thrown);
        return assertInstanceOf(JobStoppedException.class, failed.thrown()).reason();
    }

    @Test
    void giveBackWhatAJobGives() throws Exception {
        String name = threads.run(control -> Thread.currentThread().getName(), inMillis(5000));
        assertEquals("test-1", name);
    }

    @Test
    void areUsedAgain() throws Exception {
        for (int i = 0; i < 100; i++) {
            threads.run(control -> 1, inMillis(5000));
        }
        assertTrue(threads.count() <= 6, () -> threads.count() + " threads");
    }

    @Test
    void outliveWhatAJobThrowsWhenItsCallerHasItsAnswer() throws Exception {
        Job<String> job =
                new Job<>() {
                    @Override
                    public String run(JobControl control) {
                        return Thread.currentThread().getName();
                    }

                    @Override
                    public void afterwards() {
                        throw new OutOfMemoryError("for a test");
                    }
                };
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            names.add(threads.run(job, inMillis(60_000)));
            Thread.sleep(1);
        }
        assertTrue(names.size() <= 6, names::toString);
    }

    @Test
    void passOnWhatAJobThrowsAndGoOn() throws Exception {
        Error error = new StackOverflowError();
        JobFailedException thrown =
                assertThrows(
                        JobFailedException.class,
                        () ->
                                threads.run(
                                        control -> {
                                            throw error;
                                        },
                                        inMillis(5000)));
        assertSame(error, thrown.thrown());
        assertEquals(2, (int) threads.run(control -> 2, inMillis(5000)));
    }

    @Test
    void stopAJobAtItsDeadline() {
        long start = System.nanoTime();
        Exception thrown =
                assertThrows(
                        Exception.class,
                        () ->
                                threads.run(
                                        control -> {
                                            spinUntilStopped(control);
                                            return 1;
                                        },
                                        inMillis(50)));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertEquals(StopReason.DEADLINE, reasonOf(thrown));
        assertTrue(millis >= 50 && millis < 1000, () -> millis + " ms");
    }

    @Test
    void interruptAJobThatSleepsPastItsDeadline() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThrows(
                Exception.class,
                () ->
                        threads.run(
                                control -> {
                                    try {
                                        Thread.sleep(60_000);
                                    } catch (InterruptedException e) {
                                        interrupted.countDown();
                                    }
                                    control.check();
                                    return 1;
                                },
                                inMillis(50)));
        assertTrue(interrupted.await(5, TimeUnit.SECONDS));
    }

    @Test
    void stopAJobWhoseCallerIsInterruptedAndLeaveTheCallersFlagSet() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Thread canceller =
                new Thread(
                        () -> {
                            try {
                                running.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            caller.interrupt();
                        });
        canceller.start();
        Exception thrown =
                assertThrows(
                        Exception.class,
                        () ->
                                threads.run(
                                        control -> {
                                            running.countDown();
                                            spinUntilStopped(control);
                                            return 1;
                                        },
                                        inMillis(20_000)));
        assertEquals(StopReason.CANCELLED, reasonOf(thrown));
        assertTrue(Thread.interrupted());
        canceller.join();
    }

    @Test
    void startNoJobAfterItsDeadline() throws Exception {
        AtomicInteger started = new AtomicInteger();
        Exception late =
                assertThrows(
                        JobFailedException.class,
                        () -> threads.run(control -> started.incrementAndGet(), System.nanoTime()));
        assertEquals(StopReason.DEADLINE, reasonOf(late));
        assertEquals(1, (int) threads.run(control -> started.incrementAndGet(), inMillis(5000)));
    }

    @Test
    void startNoJobForAnInterruptedCaller() throws Exception {
        AtomicInteger started = new AtomicInteger();
        Thread.currentThread().interrupt();
        Exception cancelled =
                assertThrows(
                        JobFailedException.class,
                        () -> threads.run(control -> started.incrementAndGet(), inMillis(5000)));
        assertTrue(Thread.interrupted());
        assertEquals(StopReason.CANCELLED, reasonOf(cancelled));
        assertEquals(1, (int) threads.run(control -> started.incrementAndGet(), inMillis(5000)));
    }

    /** Ends by its deadline; on a busy machine it may be abandoned before it notices. */
    private static void endAtOnce(SandboxThreads threads) throws NoThreadException {
        try {
            threads.run(
                    control -> {
                        spinUntilStopped(control);
                        return 1;
                    },
                    inMillis(1));
            throw new AssertionError("a job outlived its deadline");
        } catch (JobFailedException | AbandonedException e) {
            // As it should.
        }
    }

    @Test
    void endWhenTheyAreIdleButForTheOneThatIsKept() throws Exception {
        SandboxThreads few = new SandboxThreads("few-", 1 << 20, 8, 1_000_000);
        few.keepOne();
        assertEquals(1, few.count());
        CountDownLatch both = new CountDownLatch(2);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        for (int i = 0; i < 2; i++) {
            Future<Integer> ignored =
                    callers.submit(
                            () ->
                                    few.run(
                                            control -> {
                                                both.countDown();
                                                both.await();
                                                return 1;
                                            },
                                            inMillis(20_000)));
        }
        both.await();
        while (few.count() > 1) {
            Thread.sleep(1);
        }
        // It has been idle for many times as long as others may be.
        Thread.sleep(50);
        assertEquals(1, few.count());
        String name = few.run(control -> "works", inMillis(5000));
        assertEquals("works", name);
        callers.shutdownNow();
        few.close();
        while (few.count() > 0) {
            Thread.sleep(1);
        }
    }

    @Test
    void neverCarryAnInterruptIntoTheNextJob() throws Exception {
        SandboxThreads many = new SandboxThreads("many-", 1 << 20, 64);
        for (int i = 0; i < 50; i++) {
            endAtOnce(many);
            boolean carried =
                    many.run(control -> Thread.currentThread().isInterrupted(), inMillis(5000));
            assertFalse(carried);
        }
        many.run(
                control -> {
                    Thread.currentThread().interrupt();
                    return 1;
                },
                inMillis(5000));
        boolean still = many.run(control -> Thread.currentThread().isInterrupted(), inMillis(5000));
        assertFalse(still);
        many.close();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException ignored) {
                // A job that waits like this is deaf to being stopped.
            }
        }
    }

    @Test
    void abandonAJobThatDoesNotStopAndCountItUntilItEnds() throws Exception {
        AtomicInteger stuck = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        Job<Integer> deaf =
                new Job<>() {
                    @Override
                    public Integer run(JobControl control) {
                        awaitUninterruptibly(release);
                        return 1;
                    }

                    @Override
                    public void stuck() {
                        stuck.incrementAndGet();
                    }

                    @Override
                    public void freed() {
                        stuck.decrementAndGet();
                        freed.countDown();
                    }
                };
        long start = System.nanoTime();
        AbandonedException thrown =
                assertThrows(AbandonedException.class, () -> threads.run(deaf, inMillis(30)));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertEquals(StopReason.DEADLINE, thrown.reason());
        assertTrue(millis < 1000, () -> millis + " ms");
        assertEquals(1, stuck.get());
        assertEquals(3, (int) threads.run(control -> 3, inMillis(5000)));
        release.countDown();
        assertTrue(freed.await(5, TimeUnit.SECONDS));
        assertEquals(0, stuck.get());
    }

    @Test
    void discardAResultOnlyIfNobodyWaitsForIt() throws Exception {
        for (boolean endsInTime : new boolean[] {true, false}) {
            AtomicInteger discarded = new AtomicInteger();
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            Job<Integer> late =
                    new Job<>() {
                        @Override
                        public Integer run(JobControl control) {
                            awaitUninterruptibly(release);
                            return 7;
                        }

                        @Override
                        public void afterwards() {
                            ended.countDown();
                        }

                        @Override
                        public void stuck() {
                            if (endsInTime) { // just before its caller stops waiting
                                release.countDown();
                                awaitUninterruptibly(ended);
                            }
                        }

                        @Override
                        public void discarded(Integer result) {
                            discarded.addAndGet(result);
                        }
                    };
            if (endsInTime) {
                assertEquals(7, (int) threads.run(late, inMillis(30)));
            } else {
                assertThrows(AbandonedException.class, () -> threads.run(late, inMillis(30)));
                release.countDown();
            }
            awaitUninterruptibly(ended);
            assertEquals(endsInTime ? 0 : 7, discarded.get());
        }
    }

    @Test
    void areNoMoreThanTheirLimit() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        Thread[] callers = new Thread[2];
        for (int i = 0; i < callers.length; i++) {
            callers[i] =
                    new Thread(
                            () -> {
                                try {
                                    threads.run(
                                            control -> {
                                                running.countDown();
                                                release.await();
                                                return 1;
                                            },
                                            inMillis(20_000));
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            callers[i].start();
        }
        assertTrue(running.await(5, TimeUnit.SECONDS));
        NoThreadException thrown =
                assertThrows(
                        NoThreadException.class, () -> threads.run(control -> 1, inMillis(5000)));
        assertEquals("sandbox exceeded maxThreads of 2 threads", thrown.getMessage());
        release.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(4, (int) threads.run(control -> 4, inMillis(5000)));
    }

    @Test
    void thatAreClosedStopTheirJobsAndTakeNoMore() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Thread closer =
                new Thread(
                        () -> {
                            try {
                                running.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            threads.close();
                        });
        closer.start();
        Exception thrown =
                assertThrows(
                        Exception.class,
                        () ->
                                threads.run(
                                        control -> {
                                            running.countDown();
                                            spinUntilStopped(control);
                                            return 1;
                                        },
                                        inMillis(20_000)));
        assertEquals(StopReason.CLOSED, reasonOf(thrown));
        closer.join();
        assertThrows(NoThreadException.class, () -> threads.run(control -> 1, inMillis(5000)));
        Await.until(() -> threads.count() == 0, threads::count);
    }
}
