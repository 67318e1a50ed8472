package org.vexhost.loader.execute;

import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;

/**
 * The shares of concurrency and memory that calls hold, for the whole host. A suspended call holds
 * only memory. Guarded by the lock of the admission control.
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

    /** Whether a call could run now if there were enough memory. */
    boolean lacksMemoryOnly(ToolQueue queue, long bytes) {
        return hasConcurrency(queue) && reservedBytes + bytes > budgetBytes;
    }

    /**
     * Whether a call that needs more than the budget may run, because no other call holds memory.
     */
    private boolean isAlone(long bytes) {
        return bytes > budgetBytes && reservedBytes == 0;
    }

    /** Takes a whole permit, if it is available. */
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

    /** Suspends a running call, if the limits allow another suspended call. */
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

    /** Gives concurrency to a suspended call again, if it is available. */
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

    /** Releases the host's share, if the call holds it. */
    void releaseHost(Permit permit) {
        if (permit.holding() == Permit.Holding.ALL) {
            permit.hold(Permit.Holding.QUEUE);
            running--;
            giveMemoryBack(permit);
        }
    }

    /** Releases everything that the call holds. */
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
