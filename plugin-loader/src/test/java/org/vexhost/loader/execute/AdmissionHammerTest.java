package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;

@DisplayName("Admission under many callers, interruptions and stuck calls")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdmissionHammerTest {

    private static final int CALLERS = 32;
    private static final int ROUNDS = 400;

    @Test
    void keepsItsLimitsAndGivesEverythingBack() throws Exception {
        AdmissionControl control =
                new AdmissionControl(
                        new HostSettings.Admission(6, 3, 20, 8, Duration.ofMillis(50), 4, 3, 50),
                        new HeapBudget(2_000));
        AtomicInteger running = new AtomicInteger();
        AtomicLong reserved = new AtomicLong();
        AtomicInteger admitted = new AtomicInteger();
        Map<String, AtomicInteger> byTool = new ConcurrentHashMap<>();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> all = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Random random = new Random(caller);
            all.add(
                    callers.submit(
                            () -> {
                                for (int i = 0; i < ROUNDS; i++) {
                                    String tool = "tool" + random.nextInt(4);
                                    long bytes = random.nextInt(500);
                                    if (random.nextInt(20) == 0) {
                                        Thread.currentThread().interrupt();
                                    }
                                    try (Permit permit =
                                            control.enter(
                                                    tool,
                                                    tool,
                                                    bytes,
                                                    Deadline.after(
                                                            Duration.ofMillis(
                                                                    random.nextInt(100))))) {
                                        Thread.interrupted();
                                        admitted.incrementAndGet();
                                        AtomicInteger mine =
                                                byTool.computeIfAbsent(
                                                        tool, each -> new AtomicInteger());
                                        assertTrue(running.incrementAndGet() <= 6);
                                        assertTrue(mine.incrementAndGet() <= 3);
                                        assertTrue(reserved.addAndGet(bytes) <= 1_000);
                                        if (random.nextInt(4) == 0) {
                                            Thread.sleep(0, 200_000);
                                        }
                                        reserved.addAndGet(-bytes);
                                        running.decrementAndGet();
                                        if (random.nextInt(4) == 0) {
                                            permit.releaseHostShare();
                                        }
                                        mine.decrementAndGet();
                                    } catch (ToolException e) {
                                        ErrorReason reason = e.error().reason();
                                        assertTrue(
                                                reason == ErrorReason.OVERLOADED
                                                        || reason == ErrorReason.WALL_CLOCK);
                                    } catch (InterruptedException e) {
                                        Thread.interrupted();
                                    }
                                }
                                return null;
                            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        callers.shutdown();
        AdmissionControl.Load load = control.load();
        assertEquals(0, load.running());
        assertEquals(0, load.queued());
        assertEquals(0, load.reservedBytes());
        assertTrue(admitted.get() > CALLERS, "only " + admitted.get() + " calls were admitted");
    }

    @Test
    void noToolStarvesAnother() throws Exception {
        AdmissionControl control =
                new AdmissionControl(
                        new HostSettings.Admission(2, 2, 100, 50, Duration.ofSeconds(20), 4, 3, 50),
                        new HeapBudget(2_000));
        AtomicInteger greedyCalls = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<?>> greedy = new ArrayList<>();
        AtomicInteger stop = new AtomicInteger();
        for (int caller = 0; caller < CALLERS - 1; caller++) {
            greedy.add(
                    callers.submit(
                            () -> {
                                while (stop.get() == 0) {
                                    enterAndLeave(control, "greedy", 10);
                                    greedyCalls.incrementAndGet();
                                }
                                return null;
                            }));
        }
        while (greedyCalls.get() < 50) {
            Thread.sleep(1);
        }
        int before = greedyCalls.get();
        for (int i = 0; i < 50; i++) {
            enterAndLeave(control, "modest", 900);
        }
        int meanwhile = greedyCalls.get() - before;
        stop.set(1);
        for (Future<?> each : greedy) {
            each.get();
        }
        callers.shutdown();
        assertTrue(meanwhile < 50 * 12, "50 modest calls let %d others by".formatted(meanwhile));
    }

    private static void enterAndLeave(AdmissionControl control, String tool, long bytes)
            throws Exception {
        Permit permit = control.enter(tool, tool, bytes, Deadline.after(Duration.ofMinutes(1)));
        try {
            Thread.sleep(1);
        } finally {
            permit.close();
        }
    }
}
