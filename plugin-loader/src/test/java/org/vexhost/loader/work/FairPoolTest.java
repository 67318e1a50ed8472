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
import java.util.function.BooleanSupplier;
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
                            try {
                                released.await();
                            } catch (InterruptedException e) {
                                done.add("interrupted");
                            }
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
    void isInterruptedWhenThePoolIsClosed() throws Exception {
        occupy();
        pool.close();
        await(() -> done.contains("interrupted"));
        assertFalse(add("late", 0).isWaiting());
    }
}
