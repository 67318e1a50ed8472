package org.vexhost.loader.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Work that waits for its turn")
@Timeout(60)
class FairPoolTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FairPool pool = new FairPool("test-pool-", 1);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        pool.close();
    }

    /** Occupies the thread until it is released. */
    private FairPool.Job occupy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        FairPool.Job job =
                pool.submit(
                        "occupant",
                        0,
                        () -> {
                            begun.countDown();
                            awaitRelease();
                        });
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        return job;
    }

    private FairPool.Job add(String owner, long costNanos) {
        return pool.submit(owner, costNanos, () -> done.add(owner));
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + 30 * SECOND;
        while (!wanted.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "did not come true");
            Thread.sleep(2);
        }
    }

    @Test
    void isDoneInTheOrderOfItsCost() throws Exception {
        occupy();
        add("costly", 100 * SECOND);
        add("cheap", SECOND);
        add("cheaper", 0);
        assertEquals(3, pool.waiting());
        released.countDown();
        await(() -> done.size() == 3);
        assertEquals(List.of("cheaper", "cheap", "costly"), done);
    }

    @Test
    void isNotPassedByForEver() throws Exception {
        occupy();
        add("costly", 1_000_000);
        Thread.sleep(50);
        add("cheap", 0);
        released.countDown();
        await(() -> done.size() == 2);
        assertEquals(List.of("costly", "cheap"), done);
    }

    @Test
    void comesAfterOthersWhereItsOwnerUsedMuch() throws Exception {
        pool.submit("greedy", 0, FairPoolTest::takeTime);
        await(() -> !pool.isBusy());
        occupy();
        add("greedy", 1_000);
        add("modest", 1_000);
        released.countDown();
        await(() -> done.size() == 2);
        assertEquals(List.of("modest", "greedy"), done);
    }

    private static void takeTime() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void canBeTakenBackUntilItBegins() throws Exception {
        FairPool.Job running = occupy();
        FairPool.Job waiting = add("waiting", 0);
        assertTrue(waiting.isWaiting());
        assertTrue(waiting.cancel());
        assertFalse(waiting.cancel());
        assertFalse(running.cancel());
        released.countDown();
        await(() -> !pool.isBusy());
        assertEquals(List.of(), done);
    }

    @Test
    void goesOnAfterAnError() throws Exception {
        pool.submit(
                "bad",
                0,
                () -> {
                    throw new OutOfMemoryError("made up by a test");
                });
        add("good", 0);
        await(() -> done.contains("good"));
    }

    @Test
    void isGivenUpOnAndAnotherThreadTakesItsPlace() throws Exception {
        FairPool.Job stuck = occupy();
        assertTrue(stuck.abandon());
        assertFalse(stuck.abandon());
        assertEquals(1, pool.abandoned());
        add("next", 0);
        await(() -> done.contains("next"));
        released.countDown();
        await(() -> pool.abandoned() == 0);
        add("after", 0);
        await(() -> done.contains("after"));
    }

    @Test
    void getsMoreThreads() throws Exception {
        occupy();
        pool.resize(2);
        add("beside", 0);
        await(() -> done.contains("beside"));
    }

    @Test
    void startsThreadsWhenJobsHaveToWaitAndEndsThemAllButOne() throws Exception {
        try (FairPool wide = pool(3, Thread::start)) {
            assertEquals(1, wide.threads());
            for (int i = 0; i < 5; i++) {
                wide.submit("owner-" + i, 0, this::awaitRelease);
            }
            assertEquals(3, wide.threads());
            await(() -> wide.waiting() == 2);
            released.countDown();
            await(() -> !wide.isBusy() && wide.threads() == 1);
            wide.submit("later", 0, () -> done.add("later"));
            await(() -> done.contains("later"));
            assertEquals(1, wide.threads(), "an idle thread was there");
        }
    }

    @Test
    void isDoneByTheLastThreadWhenNoOtherCanBeStarted() throws Exception {
        AtomicInteger started = new AtomicInteger();
        try (FairPool narrow = pool(3, thread -> startOnly(thread, started, 1))) {
            for (int i = 0; i < 3; i++) {
                narrow.submit("owner-" + i, 0, () -> done.add("one"));
            }
            await(() -> done.size() == 3);
            assertEquals(1, narrow.threads());
        }
    }

    @Test
    void isDoneByAnAbandonedThreadWhenNoOtherCanBeStarted() throws Exception {
        AtomicInteger started = new AtomicInteger();
        try (FairPool narrow = pool(1, thread -> startOnly(thread, started, 1))) {
            CountDownLatch begun = new CountDownLatch(1);
            FairPool.Job stuck =
                    narrow.submit(
                            "stuck",
                            0,
                            () -> {
                                begun.countDown();
                                awaitRelease();
                            });
            assertTrue(begun.await(30, TimeUnit.SECONDS));
            assertTrue(stuck.abandon());
            assertEquals(0, narrow.threads());
            narrow.submit("next", 0, () -> done.add("next"));
            released.countDown();
            await(() -> done.contains("next"));
            assertEquals(1, narrow.threads());
            assertEquals(0, narrow.abandoned());
        }
    }

    private static FairPool pool(int maxThreads, Consumer<Thread> starter) {
        return new FairPool("test-wide-", maxThreads, Duration.ofMillis(50), starter);
    }

    private static void startOnly(Thread thread, AtomicInteger started, int max) {
        if (started.getAndIncrement() >= max) {
            throw new OutOfMemoryError("made up by a test");
        }
        thread.start();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            done.add("interrupted");
        }
    }

    @Test
    void isInterruptedWhenThePoolIsClosed() throws Exception {
        occupy();
        pool.close();
        await(() -> done.contains("interrupted"));
        assertFalse(add("late", 0).isWaiting());
    }
}
