package org.vexhost.loader.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Opening what may hang")
@Timeout(60)
class OpenersTest {

    private final CountDownLatch released = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor timer = Worker.named("test-timer");
    private final Openers openers =
            new Openers("test-open-", new Openers.Limits(2, 100, 3, Duration.ofMillis(200)), timer);

    @AfterEach
    void close() {
        released.countDown();
        openers.close();
        timer.shutdownNow();
    }

    private CompletableFuture<String> hang(String what) {
        return openers.call(
                what,
                1,
                () -> {
                    released.await();
                    return "late";
                });
    }

    private static Throwable cause(CompletableFuture<?> result) {
        return assertThrows(ExecutionException.class, () -> result.get(30, TimeUnit.SECONDS))
                .getCause();
    }

    private String open(String what) throws Exception {
        return openers.call(what, 1, () -> "opened " + what).get(30, TimeUnit.SECONDS);
    }

    @Test
    void giveWhatTheWorkGives() throws Exception {
        assertEquals("opened a", open("a"));
        var failing =
                openers.call(
                        "b",
                        1,
                        () -> {
                            throw new IOException("not there");
                        });
        assertEquals("not there", cause(failing).getMessage());
    }

    @Test
    void anErrorIsAnOutcomeAndCostsNoPlace() throws Exception {
        for (int i = 0; i < 5; i++) {
            var failing =
                    openers.call(
                            "b",
                            1,
                            () -> {
                                throw new OutOfMemoryError("made up by a test");
                            });
            assertInstanceOf(OutOfMemoryError.class, cause(failing));
        }
        assertEquals("opened a", open("a"));
        assertFalse(openers.isBusy());
    }

    @Test
    void whatHangsIsAbandonedAndOthersGoOn() throws Exception {
        CompletableFuture<String> first = hang("fifo\u001b");
        CompletableFuture<String> second = hang("other");
        assertEquals("opened a", open("a"));
        assertEquals("'fifo\\u001b' did not open within 200 ms", cause(first).getMessage());
        assertInstanceOf(HungException.class, cause(second));
        assertEquals(2, openers.hanging());
        assertFalse(openers.isBusy());
    }

    @Test
    void whatHangsIsNotOpenedOnceMoreUntilItReturns() throws Exception {
        cause(hang("fifo"));
        assertEquals(
                "'fifo' was opened and the system does not return",
                cause(openers.call("fifo", 1, () -> "again")).getMessage());
        assertEquals(1, openers.hanging());
        released.countDown();
        while (openers.hanging() > 0) {
            Thread.sleep(2);
        }
        assertEquals("opened fifo", open("fifo"));
    }

    @Test
    void withTooManyThatHangNothingIsOpened() throws Exception {
        for (int i = 0; i < 3; i++) {
            cause(hang("fifo" + i));
        }
        assertEquals(
                "'a' is not opened: 3 files do not return when they are opened",
                cause(openers.call("a", 1, () -> "a")).getMessage());
        released.countDown();
        while (openers.hanging() > 0) {
            Thread.sleep(2);
        }
        assertEquals("opened a", open("a"));
    }

    @Test
    void whatIsLargeIsOpenedAlone() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<String> large =
                openers.call(
                        "large",
                        101,
                        () -> {
                            go.await();
                            return "large";
                        });
        CompletableFuture<String> next = openers.call("next", 1, () -> "next");
        Thread.sleep(20);
        assertFalse(next.isDone());
        go.countDown();
        assertEquals("large", large.get(30, TimeUnit.SECONDS));
        assertEquals("next", next.get(30, TimeUnit.SECONDS));
    }

    @Test
    void withoutAThreadOpeningIsTriedAgainNowAndThen() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean hasThreads = new AtomicBoolean();
        Openers starving =
                new Openers(
                        "test-open-",
                        new Openers.Limits(2, 100, 3, Duration.ofSeconds(30)),
                        timer,
                        thread -> {
                            tries.incrementAndGet();
                            if (!hasThreads.get()) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            thread.start();
                        });
        try (starving) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                all.add(starving.call("file " + i, 1, () -> number));
            }
            while (tries.get() < 3) {
                Thread.sleep(2);
            }
            assertTrue(starving.isBusy());
            // Every 100 ms, not for each of a thousand jobs.
            assertTrue(tries.get() < 100, () -> tries + " tries");
            hasThreads.set(true);
            for (int i = 0; i < all.size(); i++) {
                assertEquals(i, all.get(i).get(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void oneThreadIsKeptSoThatWorkGoesOnWhereTheSystemHasNoOther() throws Exception {
        AtomicInteger threads = new AtomicInteger();
        Openers keeping =
                new Openers(
                        "test-open-",
                        new Openers.Limits(2, 100, 3, Duration.ofMillis(200)),
                        timer,
                        thread -> {
                            if (threads.incrementAndGet() > 1) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            thread.start();
                        });
        try (keeping) {
            keeping.keepOne();
            for (int i = 0; i < 20; i++) {
                String name = "file " + i;
                assertEquals(name, keeping.call(name, 1, () -> name).get(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aKeptThreadThatHangsIsReplacedByTheNext() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        openers.keepOne();
        CompletableFuture<String> hung =
                openers.call(
                        "hung",
                        1,
                        () -> {
                            go.await();
                            return "late";
                        });
        assertTrue(cause(hung) instanceof HungException);
        Set<Thread> used = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            used.add(openers.call("file " + i, 1, Thread::currentThread).get(30, TimeUnit.SECONDS));
            Thread.sleep(50); // The thread is idle again by then, or one more is made.
        }
        assertTrue(used.size() < 5, used::toString);
        go.countDown();
    }

    @Test
    void nothingIsOpenedWhenClosed() {
        openers.close();
        assertTrue(cause(openers.call("a", 1, () -> "a")) instanceof HungException);
    }
}
