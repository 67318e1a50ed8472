package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.CallPermit;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;
import org.vexhost.sandbox.testing.Await;

@DisplayName("A call that waits outside")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuspendedCallTest {

    private final FakeVex vex = new FakeVex();
    private final WasmEngine engine =
            WasmEngine.builder().hostModule(vex).maxStuckThreads(1).build();
    private final RecordingPlace place = new RecordingPlace();

    SuspendedCallTest() {
        vex.outside = true;
    }

    @AfterEach
    void close() {
        vex.release.countDown();
        engine.close();
    }

    /** Remembers what became of it; perhaps nobody gets it back. */
    private static final class RecordingPlace implements CallPermit {
        final List<String> steps = new CopyOnWriteArrayList<>();
        final CountDownLatch back = new CountDownLatch(1);
        volatile boolean full;
        volatile boolean over;
        private boolean suspended;

        @Override
        public synchronized boolean suspend() {
            boolean now = !full && !suspended;
            suspended |= now;
            steps.add(now ? "suspend" : "keep");
            return now;
        }

        @Override
        public boolean resume(Deadline deadline) throws InterruptedException {
            steps.add("resume");
            if (over) {
                return false;
            }
            boolean came = back.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            synchronized (this) {
                suspended &= !came;
            }
            return came;
        }
    }

    private WasmTool tool(Duration timeout) throws InvalidModuleException {
        return engine.prepare(
                Guests.spec("host", Guests.core("host"))
                        .limits(Guests.limits(limits -> limits.timeout(timeout)))
                        .build());
    }

    private ErrorReason reason(WasmTool tool, String arguments) {
        return assertThrows(ToolException.class, () -> tool.run(Guests.call(arguments), place))
                .error()
                .reason();
    }

    @Test
    void isSuspendedMeanwhile() throws Exception {
        place.back.countDown();
        WasmTool tool = tool(Duration.ofSeconds(10));
        assertEquals("1", tool.run(Guests.call("[0,1]"), place).output().text());
        assertEquals(List.of("suspend", "keep", "resume"), place.steps);
    }

    @Test
    void keepsItsPlaceWhereNoMoreMayBeSuspended() throws Exception {
        place.full = true;
        WasmTool tool = tool(Duration.ofSeconds(10));
        assertEquals("1", tool.run(Guests.call("[0,1]"), place).output().text());
        assertEquals(List.of("keep", "keep"), place.steps);
    }

    @Test
    void endsAtItsDeadlineWhileItWaits() throws Exception {
        WasmTool tool = tool(Duration.ofMillis(100));
        assertEquals(ErrorReason.WALL_CLOCK, reason(tool, "[0,60000]"));
        assertEquals(List.of("suspend", "keep"), place.steps);
    }

    @Test
    void endsAtItsDeadlineWhileItComesBack() throws Exception {
        WasmTool tool = tool(Duration.ofMillis(200));
        assertEquals(ErrorReason.WALL_CLOCK, reason(tool, "[0,1]"));
        assertEquals(List.of("suspend", "keep", "resume"), place.steps);
    }

    @Test
    void endsIfItsPlaceIsGone() throws Exception {
        place.over = true;
        WasmTool tool = tool(Duration.ofSeconds(10));
        assertEquals(ErrorReason.CANCELLED, reason(tool, "[0,1]"));
        assertEquals(List.of("suspend", "keep", "resume"), place.steps);
    }

    @Test
    void comesBackBeforeAFailureOfTheHostIsReported() throws Exception {
        place.back.countDown();
        vex.inside =
                () -> {
                    throw new IllegalStateException("for a test");
                };
        WasmTool tool = tool(Duration.ofSeconds(10));
        assertEquals(ErrorReason.HOST_FAILURE, reason(tool, "[0,1]"));
        assertEquals(List.of("suspend", "keep", "resume"), place.steps);
    }

    @Test
    void endsWhenItsCallerIsInterruptedInEachPhase() throws Exception {
        WasmTool tool = tool(Duration.ofSeconds(30));
        assertEquals(ErrorReason.CANCELLED, interrupted(tool, "[0,60000]", "keep"));
        place.steps.clear();
        synchronized (place) {
            place.suspended = false;
        }
        assertEquals(ErrorReason.CANCELLED, interrupted(tool, "[0,1]", "resume"));
    }

    private ErrorReason interrupted(WasmTool tool, String arguments, String after)
            throws Exception {
        CompletableFuture<ErrorReason> end = new CompletableFuture<>();
        Thread caller =
                new Thread(
                        () -> {
                            try {
                                end.complete(reason(tool, arguments));
                            } catch (AssertionError e) {
                                end.completeExceptionally(e);
                            }
                        });
        caller.setDaemon(true);
        caller.start();
        Await.until(() -> place.steps.contains(after), () -> place.steps);
        caller.interrupt();
        return end.get(20, TimeUnit.SECONDS);
    }

    @Test
    void isNotStuckHoweverLongItTakesToEnd() throws Exception {
        WasmTool tool = tool(Duration.ofMillis(100));
        for (int i = 0; i < 3; i++) {
            assertEquals(ErrorReason.WALL_CLOCK, reason(tool, "[1,60000]"));
            synchronized (place) {
                place.suspended = false;
            }
        }
        Thread.sleep(1_500); // longer than what makes an abandoned call a stuck one
        assertTrue(tool.isAvailable());
        vex.release.countDown();
        Await.until(() -> tool.stuckThreads() == 0, tool::stuckThreads);
    }
}
