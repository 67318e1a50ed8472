package org.vexhost.loader.execute;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Deadline;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;

/**
 * Decides which call runs now, which waits, and which is refused. Tools that wait take turns, each
 * in the order of its calls, so that none starves another; and a call that needs more memory than
 * is free is not passed by for longer than a quarter of the time that calls may wait.
 */
final class AdmissionControl {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ToolQueue> queues = new HashMap<>();
    private final Deque<ToolQueue> turns = new ArrayDeque<>();
    private HostSettings.Admission limits;
    private final HeapBudget heap;
    private final Runnable freed = this::freed;
    private long budgetBytes;
    private int running;
    private int queued;
    private long reservedBytes;

    AdmissionControl(HostSettings.Admission limits, HeapBudget heap) {
        this.limits = limits;
        this.heap = heap;
        this.budgetBytes = budget(limits, heap);
        heap.onFreed(freed);
    }

    private static long budget(HostSettings.Admission limits, HeapBudget heap) {
        return Math.min(heap.totalBytes(), heap.heapBytes() / 100 * limits.memoryBudgetPercent());
    }

    /** Memory that compilations held is free. */
    private void freed() {
        lock.lock();
        try {
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How full the host is.
     *
     * @param running calls that have a permit
     * @param queued calls that wait for one
     * @param reservedBytes of the budget
     * @param budgetBytes that calls may reserve
     */
    record Load(int running, int queued, long reservedBytes, long budgetBytes) {}

    Load load() {
        lock.lock();
        try {
            return new Load(running, queued, reservedBytes, budgetBytes);
        } finally {
            lock.unlock();
        }
    }

    /** How many calls of a tool wait. */
    int queued(String name) {
        lock.lock();
        try {
            ToolQueue queue = queues.get(name);
            return queue == null ? 0 : queue.waiters().size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes new limits; calls that have a permit keep it. */
    void reconfigure(HostSettings.Admission changed) {
        lock.lock();
        try {
            limits = changed;
            budgetBytes = budget(changed, heap);
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a permit.
     *
     * @param tool for the error
     * @param queueName whose concurrency the call takes from; a tool's name, usually
     * @param bytes of heap that it can come to hold; a call that needs more than the budget has no
     *     other beside it
     * @param deadline when the caller stops waiting
     * @throws ToolException OVERLOADED, MEMORY_BUDGET if it can never fit, or WALL_CLOCK if the
     *     deadline came before the longest wait
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    Permit enter(String tool, String queueName, long bytes, Deadline deadline)
            throws ToolException, InterruptedException {
        if (bytes > heap.totalBytes()) {
            throw CallErrors.memoryBudget(tool, heap.totalBytes(), bytes).toException();
        }
        lock.lock();
        try {
            ToolQueue queue = queues.computeIfAbsent(queueName, ToolQueue::new);
            if (queue.waiters().isEmpty() && longestStarving() == null && occupy(queue, bytes)) {
                return new Permit(this, queue, bytes);
            }
            return await(tool, queue, bytes, deadline);
        } finally {
            lock.unlock();
        }
    }

    private Permit await(String tool, ToolQueue queue, long bytes, Deadline deadline)
            throws ToolException, InterruptedException {
        try {
            if (queued >= limits.maxQueuedCalls() && !makeRoom(queue)) {
                throw overloaded(tool, "maxQueuedCalls", limits.maxQueuedCalls(), "calls", queued)
                        .toException();
            }
            if (queue.waiters().size() >= limits.maxQueuedCallsPerTool()) {
                throw overloaded(
                                tool,
                                "maxQueuedCallsPerTool",
                                limits.maxQueuedCallsPerTool(),
                                "calls",
                                queue.waiters().size())
                        .toException();
            }
        } catch (ToolException e) {
            forgetIfIdle(queue);
            throw e;
        }
        ToolQueue.Waiter waiter = new ToolQueue.Waiter(queue, bytes, lock.newCondition());
        if (queue.waiters().isEmpty()) {
            turns.addLast(queue);
        }
        queue.waiters().addLast(waiter);
        queued++;
        Duration longest = limits.queueWait();
        boolean ownDeadlineFirst = deadline.remaining().compareTo(longest) < 0;
        long nanos = ownDeadlineFirst ? deadline.remainingNanos() : longest.toNanos();
        boolean giveUp = true;
        try {
            while (!waiter.isAdmitted() && !waiter.isSentAway() && nanos > 0) {
                nanos = waiter.condition().awaitNanos(nanos);
            }
            giveUp = !waiter.isAdmitted();
        } finally {
            if (giveUp && waiter.isSentAway()) {
                forgetIfIdle(queue);
            } else if (giveUp && !waiter.isAdmitted()) {
                leaveQueue(waiter);
            } else if (giveUp) {
                // Interrupted in the moment it was admitted.
                release(queue, bytes);
            }
        }
        if (waiter.isSentAway()) {
            throw overloaded(tool, "maxQueuedCalls", limits.maxQueuedCalls(), "calls", queued)
                    .toException();
        }
        if (giveUp) {
            if (ownDeadlineFirst) {
                throw CallErrors.deadline(tool, "waiting for a place").toException();
            }
            throw overloaded(tool, "queueWait", longest.toMillis(), "ms", longest.toMillis())
                    .toException();
        }
        return new Permit(this, queue, bytes);
    }

    /**
     * Sends the last call of the longest line away, if it is longer than the one of {@code queue}
     * would become: a full queue of some tools is no reason to refuse another one.
     */
    private boolean makeRoom(ToolQueue queue) {
        ToolQueue longest = queue;
        for (ToolQueue other : turns) {
            longest = other.waiters().size() > longest.waiters().size() ? other : longest;
        }
        if (longest.waiters().size() <= queue.waiters().size() + 1) {
            return false;
        }
        longest.waiters().removeLast().sendAway();
        queued--;
        return true;
    }

    private ToolError overloaded(String tool, String limit, long max, String unit, long actual) {
        String state =
                "requested %d, %d calls running, %d waiting, %d of %d bytes reserved"
                        .formatted(actual, running, queued, reservedBytes, budgetBytes);
        return CallErrors.overloaded(tool, limit, max, unit, OptionalLong.of(actual), state);
    }

    private boolean fits(ToolQueue queue, long bytes) {
        return hasConcurrency(queue) && (reservedBytes + bytes <= budgetBytes || isAlone(bytes));
    }

    /** What needs more than the budget runs without any other beside it. */
    private boolean isAlone(long bytes) {
        return bytes > budgetBytes && reservedBytes == 0;
    }

    private boolean hasConcurrency(ToolQueue queue) {
        return running < limits.maxConcurrentCalls()
                && queue.running() < limits.maxConcurrentCallsPerTool();
    }

    /** Takes a permit, if there is one now. */
    private boolean occupy(ToolQueue queue, long bytes) {
        if (!fits(queue, bytes) || !heap.tryTakeForCall(bytes)) {
            return false;
        }
        running++;
        reservedBytes += bytes;
        queue.enter();
        return true;
    }

    private void leaveQueue(ToolQueue.Waiter waiter) {
        ToolQueue queue = waiter.queue();
        queue.waiters().remove(waiter);
        queued--;
        if (queue.waiters().isEmpty()) {
            turns.remove(queue);
        }
        forgetIfIdle(queue);
        admitWaiting();
    }

    /** Takes no more notice of the heap. */
    void close() {
        heap.removeListener(freed);
    }

    void releaseHost(long bytes) {
        lock.lock();
        try {
            running--;
            reservedBytes -= bytes;
            heap.giveBackOfCall(bytes);
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    void releaseQueue(ToolQueue queue) {
        lock.lock();
        try {
            queue.leave();
            forgetIfIdle(queue);
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** Both shares at once, so that the next call of the same tool has its turn. */
    void release(ToolQueue queue, long bytes) {
        lock.lock();
        try {
            running--;
            reservedBytes -= bytes;
            heap.giveBackOfCall(bytes);
            queue.leave();
            forgetIfIdle(queue);
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfIdle(ToolQueue queue) {
        if (queue.isIdle()) {
            queues.remove(queue.name());
        }
    }

    /** Goes round the tools that wait until no first call of any of them fits. */
    private void admitWaiting() {
        int passedBy = 0;
        while (passedBy < turns.size()) {
            ToolQueue.Waiter starving = longestStarving();
            ToolQueue queue = turns.removeFirst();
            ToolQueue.Waiter first = queue.waiters().getFirst();
            boolean mayPass = starving == null || starving == first;
            if (mayPass && occupy(queue, first.bytes())) {
                queue.waiters().removeFirst();
                queued--;
                first.admit();
                passedBy = 0;
            } else {
                passedBy++;
            }
            if (!queue.waiters().isEmpty()) {
                turns.addLast(queue);
            }
        }
    }

    /** The call that was passed by for too long because it needs much memory. */
    private ToolQueue.@Nullable Waiter longestStarving() {
        long patience = limits.queueWait().toNanos() / 4;
        ToolQueue.@Nullable Waiter longest = null;
        for (ToolQueue queue : turns) {
            ToolQueue.Waiter first = queue.waiters().getFirst();
            boolean isStarving =
                    hasConcurrency(queue)
                            && reservedBytes + first.bytes() > budgetBytes
                            && first.waitedNanos() > patience;
            if (isStarving && (longest == null || first.waitedNanos() > longest.waitedNanos())) {
                longest = first;
            }
        }
        return longest;
    }
}
