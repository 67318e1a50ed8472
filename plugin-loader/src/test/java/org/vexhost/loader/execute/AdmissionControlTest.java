package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;

@DisplayName("Admission")
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdmissionControlTest {

    private static final long HEAP = 1_000;

    /** 4 calls, 2 of one tool, 6 waiting, 3 of one tool, a budget of 500. */
    private static AdmissionControl control(long waitMillis) {
        return new AdmissionControl(limits(waitMillis), new HeapBudget(HEAP));
    }

    private static HostSettings.Admission limits(long waitMillis) {
        return new HostSettings.Admission(4, 2, 6, 3, Duration.ofMillis(waitMillis), 4, 3, 50);
    }

    private static Permit enter(AdmissionControl control, String tool, long bytes)
            throws ToolException, InterruptedException {
        return control.enter(tool, tool, bytes, Deadline.after(Duration.ofMinutes(1)));
    }

    private static ToolError refusal(AdmissionControl control, String tool, long bytes) {
        return assertThrows(ToolException.class, () -> enter(control, tool, bytes)).error();
    }

    private static String limitOf(ToolError error) {
        assertEquals(ErrorReason.OVERLOADED, error.reason());
        assertTrue(error.isRetryable());
        return ((ErrorDetail.LimitExceeded) error.detail().orElseThrow()).limit();
    }

    /** A call that waits on a thread of its own. */
    private static CompletableFuture<Permit> waiting(
            AdmissionControl control, String tool, long bytes) throws InterruptedException {
        int before = control.load().queued();
        CompletableFuture<Permit> permit = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                permit.complete(enter(control, tool, bytes));
                            } catch (ToolException | InterruptedException e) {
                                permit.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        Await.until(() -> control.load().queued() != before || permit.isDone(), control::load);
        return permit;
    }

    private static void assertEmpty(AdmissionControl control) {
        AdmissionControl.Load load = control.load();
        assertEquals(0, load.running());
        assertEquals(0, load.queued());
        assertEquals(0, load.reservedBytes());
    }

    @Test
    void oneToolRunsAsManyCallsAsItMay() throws Exception {
        AdmissionControl control = control(20);
        Permit first = enter(control, "a", 0);
        Permit second = enter(control, "a", 0);
        assertEquals("queueWait", limitOf(refusal(control, "a", 0)));
        Permit other = enter(control, "b", 0);
        first.close();
        second.close();
        other.close();
        assertEmpty(control);
    }

    @Test
    void theHostRunsAsManyCallsAsItMay() throws Exception {
        AdmissionControl control = control(20);
        List<Permit> places = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            places.add(enter(control, "tool" + i, 0));
        }
        assertEquals("queueWait", limitOf(refusal(control, "tool4", 0)));
        places.forEach(Permit::close);
        assertEmpty(control);
    }

    @Test
    void aPlaceIsGivenBackOnce() throws Exception {
        AdmissionControl control = control(20);
        Permit permit = enter(control, "a", 10);
        permit.releaseHostShare();
        permit.releaseHostShare();
        assertEquals(0, control.load().running());
        permit.close();
        permit.close();
        assertEmpty(control);
    }

    @Test
    void aCallWithoutAShareOfTheHostStillTakesOneOfItsTool() throws Exception {
        AdmissionControl control = control(20);
        Permit stuck = enter(control, "a", 10);
        stuck.releaseHostShare();
        Permit second = enter(control, "a", 0);
        assertEquals("queueWait", limitOf(refusal(control, "a", 0)));
        stuck.close();
        enter(control, "a", 0).close();
        second.close();
        assertEmpty(control);
    }

    @Test
    void memoryOfTheBudgetIsReservedAndWaitedFor() throws Exception {
        AdmissionControl control = control(10_000);
        Permit large = enter(control, "a", 400);
        CompletableFuture<Permit> second = waiting(control, "b", 200);
        Permit small = enter(control, "c", 100);
        assertFalse(second.isDone());
        assertEquals(500, control.load().reservedBytes());
        large.close();
        second.get().close();
        small.close();
        assertEmpty(control);
    }

    @Test
    void aCallThatNeedsMoreThanTheBudgetRunsAlone() throws Exception {
        AdmissionControl control = control(10_000);
        Permit small = enter(control, "a", 1);
        CompletableFuture<Permit> large = waiting(control, "b", 750);
        assertFalse(large.isDone());
        small.close();
        Permit alone = large.get();
        CompletableFuture<Permit> next = waiting(control, "a", 1);
        assertFalse(next.isDone());
        alone.close();
        next.get().close();
        assertEmpty(control);
    }

    @Test
    void whatCanNeverFitIsRefusedWithAReasonThatIsNotRetryable() throws Exception {
        AdmissionControl control = control(60_000);
        enter(control, "a", 750).close();
        ToolError error = refusal(control, "a", 751);
        assertEquals(ErrorReason.MEMORY_BUDGET, error.reason());
        assertFalse(error.isRetryable());
        assertEquals(
                Optional.of(
                        new ErrorDetail.LimitExceeded(
                                "memoryBudget", 750, "bytes", OptionalLong.of(751))),
                error.detail());
        assertEquals(
                "Call of tool 'a' can never run here: it may need 751 bytes of heap, and one call"
                        + " can have 750; lower its maxMemoryBytes or raise the host's heap",
                error.message());
    }

    @Test
    void callsWaitForMemoryThatACompilationHolds() throws Exception {
        HeapBudget heap = new HeapBudget(HEAP);
        AdmissionControl control = new AdmissionControl(limits(60_000), heap);
        HeapBudget.Claim compiling = heap.claim(600);
        enter(control, "a", 150).close();
        CompletableFuture<Permit> large = waiting(control, "a", 151);
        assertFalse(large.isDone());
        compiling.close();
        large.get().close();
        assertEmpty(control);
        assertEquals(Optional.empty(), heap.tryClaim(751));
        heap.tryClaim(750).orElseThrow().close();
    }

    @Test
    void theQueueOfOneToolIsBounded() throws Exception {
        AdmissionControl control = control(60_000);
        List<Permit> places = List.of(enter(control, "a", 0), enter(control, "a", 0));
        List<CompletableFuture<Permit>> queue = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            queue.add(waiting(control, "a", 0));
        }
        assertEquals("maxQueuedCallsPerTool", limitOf(refusal(control, "a", 0)));
        places.forEach(Permit::close);
        for (CompletableFuture<Permit> each : queue) {
            each.get().close();
        }
        assertEmpty(control);
    }

    @Test
    void theQueueOfTheHostIsBounded() throws Exception {
        AdmissionControl control = control(60_000);
        List<Permit> places = new ArrayList<>();
        List<CompletableFuture<Permit>> queue = new ArrayList<>();
        for (String tool : List.of("a", "b")) {
            places.add(enter(control, tool, 0));
            places.add(enter(control, tool, 0));
        }
        for (int i = 0; i < 6; i++) {
            queue.add(waiting(control, "tool" + i, 0));
        }
        assertEquals("maxQueuedCalls", limitOf(refusal(control, "c", 0)));
        places.forEach(Permit::close);
        for (CompletableFuture<Permit> each : queue) {
            each.get().close();
        }
        assertEmpty(control);
    }

    @Test
    void aFullQueueOfBusyToolsMakesRoomForAQuietOne() throws Exception {
        AdmissionControl control = control(60_000);
        List<Permit> places = new ArrayList<>();
        List<CompletableFuture<Permit>> queue = new ArrayList<>();
        for (String tool : List.of("a", "b")) {
            places.add(enter(control, tool, 0));
            places.add(enter(control, tool, 0));
        }
        for (int i = 0; i < 6; i++) {
            queue.add(waiting(control, i < 3 ? "a" : "b", 0));
        }
        CompletableFuture<Permit> quiet = new CompletableFuture<>();
        Thread caller =
                new Thread(
                        () -> {
                            try {
                                quiet.complete(enter(control, "quiet", 0));
                            } catch (ToolException | InterruptedException e) {
                                quiet.completeExceptionally(e);
                            }
                        });
        caller.start();
        // The last of the first line that is the longest.
        ExecutionException sentAway = assertThrows(ExecutionException.class, queue.get(2)::get);
        assertEquals("maxQueuedCalls", limitOf(((ToolException) sentAway.getCause()).error()));
        assertEquals(6, control.load().queued());
        places.forEach(Permit::close);
        quiet.get().close();
        for (int i : new int[] {0, 1, 3, 4, 5}) {
            queue.get(i).get().close();
        }
        assertEmpty(control);
    }

    @Test
    void theCallersDeadlineEndsTheWait() throws Exception {
        AdmissionControl control = control(60_000);
        List<Permit> places = List.of(enter(control, "a", 0), enter(control, "a", 0));
        ToolError error =
                assertThrows(
                                ToolException.class,
                                () ->
                                        control.enter(
                                                "a", "a", 0, Deadline.after(Duration.ofMillis(10))))
                        .error();
        assertEquals(ErrorReason.WALL_CLOCK, error.reason());
        places.forEach(Permit::close);
        assertEmpty(control);
    }

    @Test
    void anInterruptionEndsTheWait() throws Exception {
        AdmissionControl control = control(60_000);
        List<Permit> places = List.of(enter(control, "a", 0), enter(control, "a", 0));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> enter(control, "a", 0));
        places.forEach(Permit::close);
        assertEmpty(control);
    }

    @Test
    void toolsThatWaitTakeTurns() throws Exception {
        AdmissionControl control =
                new AdmissionControl(
                        new HostSettings.Admission(1, 1, 10, 10, Duration.ofMinutes(1), 4, 3, 50),
                        new HeapBudget(HEAP));
        Permit first = enter(control, "greedy", 0);
        List<CompletableFuture<Permit>> greedy = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            greedy.add(waiting(control, "greedy", 0));
        }
        CompletableFuture<Permit> modest = waiting(control, "modest", 0);
        first.close();
        greedy.get(0).get().close();
        modest.get().close();
        for (int i = 1; i < 5; i++) {
            greedy.get(i).get().close();
        }
        assertEmpty(control);
    }

    @Test
    void aCallThatNeedsMuchMemoryIsNotPassedByForEver() throws Exception {
        AdmissionControl control = control(8_000);
        Permit running = enter(control, "small", 100);
        CompletableFuture<Permit> large = waiting(control, "large", 500);
        enter(control, "other", 100).close();
        Thread.sleep(2_100);
        CompletableFuture<Permit> late = waiting(control, "other", 100);
        assertFalse(late.isDone(), "a call passed by the one that waits for memory");
        running.close();
        large.get().close();
        late.get().close();
        assertEmpty(control);
    }

    @Test
    void newLimitsLetWaitingCallsIn() throws Exception {
        AdmissionControl control = control(60_000);
        List<Permit> places = List.of(enter(control, "a", 0), enter(control, "a", 0));
        CompletableFuture<Permit> third = waiting(control, "a", 0);
        control.reconfigure(
                new HostSettings.Admission(8, 8, 6, 3, Duration.ofSeconds(1), 4, 3, 50));
        third.get().close();
        places.forEach(Permit::close);
        assertEmpty(control);
    }

    @Test
    void aWaitThatEndsLetsTheNextOneIn() throws Exception {
        AdmissionControl control = control(100);
        Permit running = enter(control, "a", 300);
        CompletableFuture<Permit> large = waiting(control, "b", 400);
        assertThrows(ExecutionException.class, large::get);
        enter(control, "c", 200).close();
        running.close();
        assertEmpty(control);
    }
}
