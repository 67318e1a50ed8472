package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Deadline;
import org.vexhost.api.ToolException;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;

@DisplayName("Suspended calls")
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuspendedCallsTest {

    private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));

    /** Two calls run, two of one tool; three are suspended, two of one tool; a budget of 500. */
    private final AdmissionControl control =
            new AdmissionControl(
                    new HostSettings.Admission(2, 2, 9, 9, Duration.ofMinutes(1), 3, 2, 50),
                    new HeapBudget(1_000));

    private Permit enter(String tool) throws ToolException, InterruptedException {
        return control.enter(tool, tool, 100, LATER);
    }

    private CompletableFuture<Permit> entering(String tool) throws InterruptedException {
        int before = control.load().queued();
        CompletableFuture<Permit> permit = new CompletableFuture<>();
        start(() -> permit.complete(enter(tool)), permit);
        Await.until(() -> control.load().queued() > before || permit.isDone(), control::load);
        return permit;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Thread start(Action action, CompletableFuture<?> result) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                action.run();
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A call that comes back, on a thread that waits for its permit. */
    private static final class Return {
        private final CompletableFuture<Boolean> result = new CompletableFuture<>();
        private final Thread thread;

        Return(Permit permit, Deadline deadline) throws InterruptedException {
            thread = start(() -> result.complete(permit.resume(deadline)), result);
            Await.until(
                    () -> thread.getState() == Thread.State.TIMED_WAITING || result.isDone(),
                    thread::getState);
        }

        boolean get() throws Exception {
            return result.get(10, TimeUnit.SECONDS);
        }
    }

    private void assertLoad(int running, int suspended, long bytes) {
        AdmissionControl.Load load = control.load();
        assertEquals(running, load.running());
        assertEquals(suspended, load.suspended());
        assertEquals(bytes, load.reservedBytes());
    }

    @Test
    void giveTheirPlaceToOthersAndKeepTheirMemory() throws Exception {
        Permit first = enter("a");
        Permit second = enter("a");
        CompletableFuture<Permit> third = entering("a");
        assertTrue(first.suspend());
        Permit other = third.get(10, TimeUnit.SECONDS);
        assertLoad(2, 1, 300);
        second.close();
        assertTrue(first.resume(LATER));
        assertLoad(2, 0, 200);
        first.close();
        other.close();
        assertLoad(0, 0, 0);
    }

    @Test
    void areNoMoreThanMayBe() throws Exception {
        Permit first = enter("a");
        Permit second = enter("a");
        assertTrue(first.suspend());
        assertTrue(second.suspend());
        Permit third = enter("a");
        assertFalse(third.suspend());
        assertLoad(1, 2, 300);
        Permit fourth = enter("b");
        assertTrue(fourth.suspend());
        Permit fifth = enter("c");
        assertFalse(fifth.suspend());
        assertLoad(2, 3, 500);
        first.close();
        assertTrue(third.suspend());
        for (Permit permit : new Permit[] {second, third, fourth, fifth}) {
            permit.close();
        }
        assertLoad(0, 0, 0);
    }

    @Test
    void areNotSuspendedTwiceAndComeBackOnce() throws Exception {
        Permit permit = enter("a");
        assertTrue(permit.suspend());
        assertFalse(permit.suspend());
        assertTrue(permit.resume(LATER));
        assertTrue(permit.resume(LATER));
        assertLoad(1, 0, 100);
        permit.close();
        assertFalse(permit.suspend());
        assertFalse(permit.resume(LATER));
        assertLoad(0, 0, 0);
    }

    @Test
    void comeBackBeforeCallsOfTheirToolThatHaveNotBegun() throws Exception {
        Permit first = enter("a");
        assertTrue(first.suspend());
        Permit second = enter("a");
        Permit third = enter("a");
        CompletableFuture<Permit> newcomer = entering("a");
        Return back = new Return(first, LATER);
        second.close();
        assertTrue(back.get());
        assertFalse(newcomer.isDone());
        third.close();
        newcomer.get(10, TimeUnit.SECONDS).close();
        first.close();
        assertLoad(0, 0, 0);
    }

    @Test
    void takeTurnsWithOtherTools() throws Exception {
        Permit first = enter("a");
        Permit second = enter("a");
        assertTrue(first.suspend());
        assertTrue(second.suspend());
        Permit third = enter("a");
        Permit fourth = enter("a");
        Return firstBack = new Return(first, LATER);
        CompletableFuture<Permit> other = entering("b");
        Return secondBack = new Return(second, LATER);
        third.close();
        assertTrue(firstBack.get());
        fourth.close();
        Permit its = other.get(10, TimeUnit.SECONDS);
        assertFalse(secondBack.result.isDone());
        its.close();
        assertTrue(secondBack.get());
        first.close();
        second.close();
        assertLoad(0, 0, 0);
    }

    @Test
    void doNotComeBackAfterTheirDeadline() throws Exception {
        Permit first = enter("a");
        assertTrue(first.suspend());
        Permit second = enter("a");
        Permit third = enter("a");
        assertFalse(first.resume(Deadline.after(Duration.ofMillis(20))));
        assertLoad(2, 1, 300);
        second.close();
        third.close();
        assertLoad(0, 1, 100);
        first.close();
        assertLoad(0, 0, 0);
    }

    @Test
    void thatAreInterruptedWhileTheyComeBackLeaveTheLine() throws Exception {
        Permit first = enter("a");
        assertTrue(first.suspend());
        Permit second = enter("a");
        Permit third = enter("a");
        Return back = new Return(first, LATER);
        back.thread.interrupt();
        ExecutionException thrown = assertThrows(ExecutionException.class, back::get);
        assertEquals(InterruptedException.class, thrown.getCause().getClass());
        second.close();
        assertLoad(1, 1, 200);
        first.close();
        third.close();
        assertLoad(0, 0, 0);
    }

    @Test
    void thatEndWhileTheyComeBackTakeNothing() throws Exception {
        Permit first = enter("a");
        assertTrue(first.suspend());
        Permit second = enter("a");
        Permit third = enter("a");
        Return back = new Return(first, LATER);
        first.close();
        assertFalse(back.get());
        second.close();
        third.close();
        assertLoad(0, 0, 0);
        enter("a").close();
        assertLoad(0, 0, 0);
    }

    @Test
    void comeBackThoughTheMemoryIsTakenAndAnotherCallStarvesForIt() throws Exception {
        AdmissionControl small =
                new AdmissionControl(
                        new HostSettings.Admission(2, 2, 9, 9, Duration.ofMillis(400), 3, 2, 50),
                        new HeapBudget(1_000));
        Permit large = small.enter("a", "a", 700, LATER);
        assertTrue(large.suspend());
        CompletableFuture<Permit> starving = new CompletableFuture<>();
        start(() -> starving.complete(small.enter("b", "b", 100, LATER)), starving);
        Await.until(() -> small.load().queued() == 1 || starving.isDone(), small::load);
        Thread.sleep(150); // longer than it may be passed by
        assertTrue(large.resume(LATER));
        large.close();
        starving.handle((permit, refusal) -> permit)
                .thenAccept(
                        permit -> {
                            if (permit != null) {
                                permit.close();
                            }
                        })
                .get(10, TimeUnit.SECONDS);
        assertEquals(0, small.load().reservedBytes());
    }

    @Test
    void ofALineThatWasForgottenDoNotDisturbTheNewOne() throws Exception {
        Permit old = enter("a");
        old.close();
        Permit first = enter("a");
        old.close();
        Permit second = enter("a");
        CompletableFuture<Permit> third = entering("a");
        assertFalse(third.isDone());
        first.close();
        second.close();
        third.get(10, TimeUnit.SECONDS).close();
        assertLoad(0, 0, 0);
    }
}
