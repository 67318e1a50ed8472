package org.vexhost.loader.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Calls and compilations share the heap")
@Timeout(60)
class HeapBudgetTest {

    private static final long MIB = 1L << 20;

    /** 750 of 1,000 bytes are for them. */
    private final HeapBudget heap = new HeapBudget(1_000);

    private CompletableFuture<HeapBudget.Claim> claim(long bytes) {
        CompletableFuture<HeapBudget.Claim> claimed = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                claimed.complete(heap.claim(bytes));
                            } catch (InterruptedException e) {
                                claimed.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return claimed;
    }

    @Test
    void whichLeavesRoomForTheHostItself() {
        assertEquals(96 * MIB, new HeapBudget(128 * MIB).totalBytes());
        assertEquals(216 * MIB, new HeapBudget(256 * MIB).totalBytes());
        assertEquals(460 * MIB + 838_861, new HeapBudget(512 * MIB).totalBytes());
        assertEquals(750, heap.totalBytes());
    }

    @Test
    void aCompilationWaitsForCalls() throws Exception {
        assertTrue(heap.tryTakeForCall(700));
        CompletableFuture<HeapBudget.Claim> claimed = claim(51);
        heap.tryClaim(50).orElseThrow().close();
        assertFalse(claimed.isDone());
        heap.giveBackOfCall(700);
        claimed.get(30, TimeUnit.SECONDS).close();
    }

    @Test
    void aCallIsToldWhenACompilationHasEnded() throws Exception {
        AtomicInteger told = new AtomicInteger();
        heap.onFreed(told::incrementAndGet);
        HeapBudget.Claim claim = heap.claim(700);
        assertTrue(heap.tryTakeForCall(50));
        assertFalse(heap.tryTakeForCall(1));
        claim.close();
        claim.close();
        assertTrue(told.get() > 0);
        assertTrue(heap.tryTakeForCall(700));
        assertFalse(heap.tryTakeForCall(1));
    }

    @Test
    void aCompilationThatHasWaitedIsNotPassedByByCalls() throws Exception {
        assertTrue(heap.tryTakeForCall(100));
        CompletableFuture<HeapBudget.Claim> claimed = claim(750);
        assertTrue(heap.tryTakeForCall(100));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
        while (heap.tryTakeForCall(1) && System.nanoTime() < end) {
            heap.giveBackOfCall(1);
            Thread.sleep(10);
        }
        assertFalse(heap.tryTakeForCall(1));
        heap.giveBackOfCall(200);
        claimed.get(30, TimeUnit.SECONDS).close();
        assertTrue(heap.tryTakeForCall(750));
    }

    @Test
    void whatCanNeverFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> heap.claim(751));
    }

    @Test
    void whoIsInterruptedHoldsNothing() throws Exception {
        assertTrue(heap.tryTakeForCall(700));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> heap.claim(700));
        heap.giveBackOfCall(700);
        heap.claim(750).close();
    }

    @Test
    void whatToolsHoldIsNotForCallsAndCompilations() throws Exception {
        assertTrue(heap.tryTakeForCall(1));
        HeapBudget.Held held = heap.hold(200);
        assertEquals(200, heap.heldBytes());
        assertFalse(heap.tryTakeForCall(550));
        assertTrue(heap.tryTakeForCall(549));
        assertTrue(heap.tryClaim(1).isEmpty());
        CompletableFuture<HeapBudget.Claim> claimed = claim(200);
        assertFalse(claimed.isDone());
        held.close();
        held.close();
        assertEquals(0, heap.heldBytes());
        claimed.get(30, TimeUnit.SECONDS).close();
    }

    @Test
    void aCallAloneHasAllWhateverToolsHold() {
        HeapBudget.Held held = heap.hold(200);
        assertTrue(heap.tryTakeForCall(750));
        assertFalse(heap.tryTakeForCall(1));
        heap.giveBackOfCall(750);
        heap.tryClaim(750).orElseThrow().close();
        held.close();
    }
}
