package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Deadline;
import org.vexhost.api.ToolException;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;

@DisplayName("Suspended calls under interruptions, deadlines and calls that end elsewhere")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuspendedCallsHammerTest {

    private static final int CALLERS = 32;
    private static final int ROUNDS = 300;
    private static final int TOOLS = 4;

    private final AdmissionControl control =
            new AdmissionControl(
                    new HostSettings.Admission(6, 3, 30, 15, Duration.ofMillis(200), 8, 4, 50),
                    new HeapBudget(20_000));
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final AtomicInteger closedByOthers = new AtomicInteger();
    private final AtomicInteger[] byTool = new AtomicInteger[TOOLS];

    @Test
    void neitherLoseAPlaceNorDoubleIt() throws Exception {
        for (int tool = 0; tool < TOOLS; tool++) {
            byTool[tool] = new AtomicInteger();
        }
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        ExecutorService closers = Executors.newFixedThreadPool(2);
        List<Future<?>> all = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Random random = new Random(caller);
            all.add(
                    callers.submit(
                            () -> {
                                for (int round = 0; round < ROUNDS; round++) {
                                    call(random, closers);
                                }
                                return null;
                            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        callers.shutdown();
        closers.shutdown();
        assertTrue(closers.awaitTermination(30, TimeUnit.SECONDS));
        AdmissionControl.Load load = control.load();
        assertEquals(0, load.running());
        assertEquals(0, load.queued());
        assertEquals(0, load.suspended());
        assertEquals(0, load.reservedBytes());
        assertTrue(resumed.get() > CALLERS, "only " + resumed.get() + " calls came back");
        assertTrue(closedByOthers.get() > 0);
        // All permits are there: as many calls as may be run at once.
        List<Permit> permits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            permits.add(control.enter("t", "tool" + i % 2, 1, later(10_000)));
        }
        permits.forEach(Permit::close);
    }

    private static Deadline later(int millis) {
        return Deadline.after(Duration.ofMillis(millis));
    }

    private void call(Random random, ExecutorService closers) {
        int tool = random.nextInt(TOOLS);
        String name = "tool" + tool;
        try (Permit permit = control.enter(name, name, random.nextInt(800), later(500))) {
            begin(tool);
            for (int wait = random.nextInt(4); wait > 0; wait--) {
                end(tool);
                if (!permit.suspend()) {
                    begin(tool);
                    continue;
                }
                boolean elsewhere = random.nextInt(10) == 0;
                if (elsewhere) {
                    closers.execute(permit::close);
                    closedByOthers.incrementAndGet();
                }
                if (random.nextInt(8) == 0) {
                    Thread.currentThread().interrupt();
                }
                boolean back = resume(permit, random);
                if (!back || elsewhere) {
                    return;
                }
                resumed.incrementAndGet();
                begin(tool);
            }
            end(tool);
        } catch (ToolException | InterruptedException e) {
            Thread.interrupted();
        }
    }

    private static boolean resume(Permit permit, Random random) throws InterruptedException {
        if (random.nextInt(3) == 0) {
            Thread.sleep(0, 200_000);
        }
        return permit.resume(later(random.nextInt(40)));
    }

    private void begin(int tool) {
        assertTrue(running.incrementAndGet() <= 6);
        assertTrue(byTool[tool].incrementAndGet() <= 3);
    }

    private void end(int tool) {
        byTool[tool].decrementAndGet();
        running.decrementAndGet();
    }
}
