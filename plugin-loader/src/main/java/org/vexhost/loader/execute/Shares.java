package org.vexhost.loader.execute;

import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;

/**
 * What calls hold of the host: concurrency and memory. A suspended call holds its memory alone.
 * Guarded by the control's lock.
 */
final class Shares {

    private final HeapBudget heap;
    private HostSettings.Admission limits;
    private long budgetBytes;
    private int running;
    private int suspended;
    private long reservedBytes;

    Shares(HostSettings.Admission limits, HeapBudget heap) {
        this.heap = heap;
        this.limits = limits;
        reconfigure(limits);
    }

    void reconfigure(HostSettings.Admission changed) {
        limits = changed;
        budgetBytes =
                Math.min(heap.totalBytes(), heap.heapBytes() / 100 * limits.memoryBudgetPercent());
    }

    HostSettings.Admission limits() {
        return limits;
    }

    AdmissionControl.Load load(int queued) {
        return new AdmissionControl.Load(running, queued, suspended, reservedBytes, budgetBytes);
    }

    boolean hasConcurrency(ToolQueue queue) {
        return running < limits.maxConcurrentCalls()
                && queue.running() < limits.maxConcurrentCallsPerTool();
    }

    /** Whether memory is all that a call lacks. */
    boolean lacksMemoryOnly(ToolQueue queue, long bytes) {
        return hasConcurrency(queue) && reservedBytes + bytes > budgetBytes;
    }

    /** What needs more than the budget runs without any other beside it. */
    private boolean isAlone(long bytes) {
        return bytes > budgetBytes && reservedBytes == 0;
    }

    /** Takes all of a permit, if there is one now. */
    boolean take(ToolQueue queue, long bytes) {
        boolean fits =
                hasConcurrency(queue) && (reservedBytes + bytes <= budgetBytes || isAlone(bytes));
        if (!fits || !heap.tryTakeForCall(bytes)) {
            return false;
        }
        running++;
        reservedBytes += bytes;
        queue.enter();
        return true;
    }

    /** Suspends a call that holds all, if one more may be. */
    boolean suspend(Permit permit) {
        ToolQueue queue = permit.queue();
        if (permit.holding() != Permit.Holding.ALL
                || suspended >= limits.maxSuspendedCalls()
                || queue.suspended() >= limits.maxSuspendedCallsPerTool()) {
            return false;
        }
        permit.hold(Permit.Holding.MEMORY);
        running--;
        suspended++;
        queue.suspend();
        return true;
    }

    /** Gives a suspended call its concurrency again, if there is any now. */
    boolean resume(Permit permit) {
        if (permit.holding() != Permit.Holding.MEMORY || !hasConcurrency(permit.queue())) {
            return false;
        }
        permit.hold(Permit.Holding.ALL);
        running++;
        suspended--;
        permit.queue().resume();
        return true;
    }

    /** Gives the host's share back, if the call holds it. */
    void releaseHost(Permit permit) {
        if (permit.holding() == Permit.Holding.ALL) {
            permit.hold(Permit.Holding.QUEUE);
            running--;
            giveMemoryBack(permit);
        }
    }

    /** Gives back all that is held. */
    void release(Permit permit) {
        Permit.Holding held = permit.holding();
        permit.hold(Permit.Holding.NOTHING);
        switch (held) {
            case ALL -> {
                running--;
                permit.queue().leave();
                giveMemoryBack(permit);
            }
            case MEMORY -> {
                suspended--;
                permit.queue().leaveSuspended();
                giveMemoryBack(permit);
            }
            case QUEUE -> permit.queue().leave();
            case NOTHING -> {}
        }
    }

    private void giveMemoryBack(Permit permit) {
        reservedBytes -= permit.bytes();
        heap.giveBackOfCall(permit.bytes());
    }
}
