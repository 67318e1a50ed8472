package org.vexhost.loader.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.EventLog;
import org.vexhost.loader.Await;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ToolEntry;

@DisplayName("The log of events")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventRingTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Caller ANN = Caller.user("ann");

    private final LiveToolRegistry registry = new LiveToolRegistry();
    private final EventRing ring = new EventRing(registry, Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<Long> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        ring.close();
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            ring.add(AdminEvent.Kind.GRANTED, "a", ANN, Optional.empty());
        }
    }

    private static ToolEntry entry(ToolState state, String reason) {
        return new ToolEntry(
                "a",
                ToolEntry.Ownership.OWNER,
                ArtifactKind.FILE_PAIR,
                "a.tool.json",
                state,
                NOW,
                reason,
                Optional.of("1"),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static List<Long> numbers(List<AdminEvent> events) {
        return events.stream().map(AdminEvent::sequence).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void beginsEmpty() {
        assertEquals(0, ring.lastSequence());
        assertEquals(1, ring.firstSequence());
        assertEquals(List.of(), ring.after(0, 10));
    }

    @Test
    void followsTheRegistry() {
        ToolEntry first = entry(ToolState.WAITING, "is read");
        ToolEntry second = entry(ToolState.FAILED, "is broken");
        registry.put(first);
        registry.put(first);
        registry.put(second);
        registry.remove("a.tool.json");
        List<AdminEvent> events = ring.after(0, 10);
        assertEquals(List.of(1L, 2L, 3L), numbers(events));
        assertEquals(
                new AdminEvent(
                        2,
                        NOW,
                        AdminEvent.Kind.STATE,
                        "a",
                        Optional.of(first.status()),
                        Optional.of(second.status()),
                        Optional.empty(),
                        Optional.empty()),
                events.get(1));
        assertEquals(Optional.empty(), events.get(2).after());
    }

    @Test
    void keepsTheLatestAndSaysWhatWasMissed() {
        add(EventRing.KEPT + 3);
        assertTrue(EventRing.KEPT >= EventLog.MIN_KEPT);
        assertEquals(EventRing.KEPT + 3, ring.lastSequence());
        assertEquals(4, ring.firstSequence());
        assertEquals(List.of(4L, 5L), numbers(ring.after(0, 2)));
        assertEquals(List.of(9L, 10L, 11L), numbers(ring.after(8, 3)));
        assertEquals(List.of(), ring.after(EventRing.KEPT + 3, 2));
    }

    @Test
    void takesANumberFromAnEarlierRunForNone() {
        add(2);
        assertEquals(List.of(1L, 2L), numbers(ring.after(500, 10)));
    }

    @Test
    void tellsAListenerWhatItMissedAndThenWhatIsNew() throws Exception {
        add(5);
        ring.subscribe(2, event -> told.add(event.sequence()));
        Await.until(() -> told.size() == 3, () -> told);
        add(200);
        Await.until(() -> told.size() == 203, () -> told);
        assertEquals(range(3, 205), told);
    }

    @Test
    void goesOnAfterAListenerThatThrows() throws Exception {
        ring.subscribe(
                0,
                event -> {
                    throw new IllegalStateException("for a test");
                });
        ring.subscribe(0, event -> told.add(event.sequence()));
        add(3);
        Await.until(() -> told.size() == 3, () -> told);
        assertEquals(range(1, 3), told);
    }

    @Test
    void doesNotMakeWriterWaitForAListener() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        ring.subscribe(
                0,
                event -> {
                    told.add(event.sequence());
                    entered.countDown();
                    try {
                        boolean ignored = release.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        add(1);
        assertTrue(entered.await(60, TimeUnit.SECONDS));
        add(EventRing.KEPT + 100);
        release.countDown();
        Await.until(() -> told.contains(EventRing.KEPT + 101L), () -> told);
        assertEquals(1L, told.get(0));
        // What came in between and is not kept was missed, and the numbers show it.
        assertFalse(told.contains(90L));
    }

    @Test
    void tellsNothingAfterASubscriptionIsClosed() throws Exception {
        EventLog.Subscription closed = ring.subscribe(0, event -> told.add(-event.sequence()));
        ring.subscribe(0, event -> told.add(event.sequence()));
        add(1);
        Await.until(() -> told.size() == 2, () -> told);
        closed.close();
        add(1);
        Await.until(() -> told.size() == 3, () -> told);
        assertEquals(2L, told.get(2));
    }
}
