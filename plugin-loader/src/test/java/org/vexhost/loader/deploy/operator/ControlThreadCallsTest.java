package org.vexhost.loader.deploy.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.loader.work.ControlThread;

@DisplayName("A step on the control thread")
@Timeout(60)
class ControlTest {

    private final ControlThread control = new ControlThread();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ControlThreadCalls steps =
            new ControlThreadCalls(control, CompletableFuture::new, Duration.ofSeconds(1));

    @AfterEach
    void close() {
        released.countDown();
        control.close();
    }

    private void occupy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        control.execute(
                () -> {
                    begun.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertTrue(begun.await(30, TimeUnit.SECONDS));
    }

    @Test
    void isDroppedWhenItsTimeIsUp() throws Exception {
        occupy();
        AtomicInteger run = new AtomicInteger();
        AdminException late =
                assertThrows(AdminException.class, () -> steps.call(run::incrementAndGet));
        assertEquals(
                "the host is too busy for this command: it did not start within 1 s, and was"
                        + " dropped",
                late.getMessage());
        released.countDown();
        assertEquals("now", steps.call(() -> "now"));
        assertEquals(0, run.get(), "a command was executed long after its client had gone");
    }

    @Test
    void isDroppedWhenNobodyWaitsForIt() throws Exception {
        occupy();
        AtomicInteger run = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> steps.call(run::incrementAndGet));
        released.countDown();
        assertEquals("now", steps.call(() -> "now"));
        assertEquals(0, run.get());
    }

    @Test
    void thatHasBegunIsSaidToHave() throws Exception {
        AdminException late =
                assertThrows(
                        AdminException.class,
                        () ->
                                steps.call(
                                        () -> {
                                            released.await();
                                            return "";
                                        }));
        assertEquals(
                "the host is too busy for this command: it started, and has not ended within 1 s",
                late.getMessage());
    }

    @Test
    void thatLooksAtTheFolderHasATimeLimitToo() {
        assertEquals(
                "the tools folder does not answer [not within 1 s]",
                assertThrows(AdminException.class, steps::pass).getMessage());
    }

    @Test
    void leavesTheThreadAliveWhateverItThrows() throws Exception {
        Thread before = control.call(Thread::currentThread);
        control.execute(
                () -> {
                    throw new IllegalStateException("for a test");
                });
        assertThrows(
                ExecutionException.class,
                () ->
                        control.call(
                                () -> {
                                    throw new StackOverflowError("for a test");
                                }));
        assertEquals(before, control.call(Thread::currentThread));
    }

    @Test
    void thatFailsEndsNothing() throws Exception {
        control.execute(
                () -> {
                    throw new OutOfMemoryError("made up by a test");
                });
        assertEquals("now", steps.call(() -> "now"));
    }

    @Test
    void thatIsRepeatedComesAgainWhateverItThrows() throws Exception {
        CountDownLatch thrice = new CountDownLatch(3);
        control.every(
                Duration.ofMillis(1),
                () -> {
                    thrice.countDown();
                    throw new OutOfMemoryError("made up by a test");
                });
        assertTrue(thrice.await(30, TimeUnit.SECONDS));
    }
}
