package org.vexhost.gateway.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The thread for what happens by time")
class TickerTest {

    private final Ticker ticker = new Ticker("ticker-test", 1);

    @AfterEach
    void end() {
        ticker.close();
    }

    @Test
    void oneThatFailsKeepsNeitherItselfNorOthersFromBeingLookedAt() throws Exception {
        CountDownLatch failing = new CountDownLatch(3);
        CountDownLatch good = new CountDownLatch(3);
        ticker.add(
                now -> {
                    failing.countDown();
                    throw new IllegalStateException("for a test");
                });
        ticker.add(
                now -> {
                    good.countDown();
                    throw new AssertionError("for a test");
                });
        assertTrue(failing.await(1, TimeUnit.MINUTES));
        assertTrue(good.await(1, TimeUnit.MINUTES));
    }

    @Test
    void whatIsRemovedIsLookedAtNoMore() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Ticker.Ticking removed = now -> looks.incrementAndGet();
        ticker.add(removed);
        ticker.remove(removed);
        CountDownLatch barrier = new CountDownLatch(2);
        ticker.add(now -> barrier.countDown());
        assertTrue(barrier.await(1, TimeUnit.MINUTES));
        int before = looks.get();
        CountDownLatch another = new CountDownLatch(3);
        ticker.add(now -> another.countDown());
        assertTrue(another.await(1, TimeUnit.MINUTES));
        assertEquals(before, looks.get());
    }

    @Test
    void itsThreadRestsWhileThereIsNothingToLookAt() throws Exception {
        assertTrue(ticker.isResting());
        for (int i = 0; i < 3; i++) {
            CountDownLatch looks = new CountDownLatch(2);
            Ticker.Ticking one = now -> looks.countDown();
            ticker.add(one);
            assertFalse(ticker.isResting());
            assertTrue(looks.await(1, TimeUnit.MINUTES));
            ticker.remove(one);
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (!ticker.isResting()) {
                assertTrue(System.nanoTime() < end, "the thread does not rest");
                Thread.sleep(1);
            }
        }
    }

    @Test
    void whatIsAddedWhileItGoesToRestIsLookedAt() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            CountDownLatch look = new CountDownLatch(1);
            Ticker.Ticking one = now -> look.countDown();
            ticker.add(one);
            assertTrue(look.await(1, TimeUnit.MINUTES));
            ticker.remove(one);
        }
    }

    @Test
    void nothingIsLookedAtAfterItIsClosed() {
        ticker.close();
        ticker.add(now -> {});
        assertTrue(ticker.isResting());
    }

    @Test
    void repeatedWorkThatFailsIsDoneAgain() throws Exception {
        CountDownLatch done = new CountDownLatch(3);
        Runnable end =
                ticker.every(
                        1,
                        () -> {
                            done.countDown();
                            throw new IllegalStateException("for a test");
                        });
        assertTrue(done.await(1, TimeUnit.MINUTES));
        end.run();
    }

    @Test
    void repeatedWorkEnds() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch once = new CountDownLatch(1);
        Runnable end =
                ticker.every(
                        1,
                        () -> {
                            times.incrementAndGet();
                            once.countDown();
                        });
        assertTrue(once.await(1, TimeUnit.MINUTES));
        end.run();
        awaitLooks(2);
        int before = times.get();
        awaitLooks(5);
        assertEquals(before, times.get());
    }

    /** What ran when this began has ended when it returns. */
    private void awaitLooks(int count) throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(count);
        ticker.add(now -> looks.countDown());
        assertTrue(looks.await(1, TimeUnit.MINUTES));
    }
}
