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
 * Decides which calls run now, which calls wait, and which are rejected. Waiting tools take turns,
 * and the calls of one tool are admitted in order, so that no tool starves another. If a call needs
 * more memory than is free, smaller calls may run before it. They may do so for at most a quarter
 * of the longest queue wait. This class has over 300 lines because all of its decisions share one
 * lock.
 */
final class AdmissionControl {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ToolQueue> queues = new HashMap<>();
    private final Deque<ToolQueue> turns = new ArrayDeque<>();
    private final HeapBudget heap;
    private final Shares shares;
    private final Runnable freed = this::freed;
    private int queued;

    AdmissionControl(HostSettings.Admission limits, HeapBudget heap) {
        this.heap = heap;
        this.shares = new Shares(limits, heap);
        heap.onFreed(freed);
    }

    /** Admits waiting calls when a compilation has released memory. */
    private void freed() {
        lock.lock();
        try {
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The host's load.
     *
     * @param running calls that have a permit
     * @param queued calls that wait for a permit
     * @param suspended calls that returned their concurrency share while they wait for something
     *     outside the host, or that wait for that share again
     * @param reservedBytes the reserved part of the budget, in bytes
     * @param budgetBytes the bytes that calls may reserve
     */
    record Load(int running, int queued, int suspended, long reservedBytes, long budgetBytes) {}

    Load load() {
        lock.lock();
        try {
            return shares.load(queued);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many calls of a tool wait for a permit. */
    int queued(String name) {
        lock.lock();
        try {
            ToolQueue queue = queues.get(name);
            return queue == null ? 0 : queue.waiters().size();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the limits. Calls that already have a permit keep it. */
    void reconfigure(HostSettings.Admission changed) {
        lock.lock();
        try {
            shares.reconfigure(changed);
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a permit.
     *
     * @param tool the tool's name, for the error
     * @param queueName the queue whose concurrency limit applies; usually the tool's name
     * @param bytes the most heap that the call may use, in bytes; a call that needs more than the
     *     budget runs only while no other call holds memory
     * @param deadline when the caller stops waiting
     * @throws ToolException OVERLOADED; MEMORY_BUDGET if the call can never fit; or WALL_CLOCK if
     *     the deadline expires before the longest queue wait
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
            if (queue.hasNobodyInLine() && longestStarving() == null && shares.take(queue, bytes)) {
                return new Permit(this, queue, bytes);
            }
            return await(tool, queue, bytes, deadline);
        } finally {
            lock.unlock();
        }
    }

    private Permit await(String tool, ToolQueue queue, long bytes, Deadline deadline)
            throws ToolException, InterruptedException {
        HostSettings.Admission limits = shares.limits();
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
        lineUp(queue);
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
                // The thread was interrupted just when its call was admitted.
                release(new Permit(this, queue, bytes));
            }
        }
        if (waiter.isSentAway()) {
            throw overloaded(tool, "maxQueuedCalls", limits.maxQueuedCalls(), "calls", queued)
                    .toException();
        }
        if (giveUp) {
            if (ownDeadlineFirst) {
                throw CallErrors.deadline(tool, "waiting for a permit").toException();
            }
            throw overloaded(tool, "queueWait", longest.toMillis(), "ms", longest.toMillis())
                    .toException();
        }
        return new Permit(this, queue, bytes);
    }

    /**
     * Makes room in the host's queues by rejecting the last call of the longest queue. It does so
     * only if that queue is longer than {@code queue} would be with one more call. Tools that fill
     * the host's queues therefore cannot keep out calls of other tools.
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
        Load now = shares.load(queued);
        String state =
                "requested %d, %d calls running, %d waiting, %d of %d bytes reserved"
                        .formatted(
                                actual,
                                now.running(),
                                queued,
                                now.reservedBytes(),
                                now.budgetBytes());
        return CallErrors.overloaded(tool, limit, max, unit, OptionalLong.of(actual), state);
    }

    private void lineUp(ToolQueue queue) {
        if (queue.hasNobodyInLine()) {
            turns.addLast(queue);
        }
    }

    private void leaveLine(ToolQueue queue) {
        if (queue.hasNobodyInLine()) {
            turns.remove(queue);
        }
        forgetIfIdle(queue);
        admitWaiting();
    }

    private void leaveQueue(ToolQueue.Waiter waiter) {
        waiter.queue().waiters().remove(waiter);
        queued--;
        leaveLine(waiter.queue());
    }

    /** See {@link Permit#suspend}. */
    boolean suspend(Permit permit) {
        lock.lock();
        try {
            boolean suspended = shares.suspend(permit);
            if (suspended) {
                admitWaiting();
            }
            return suspended;
        } finally {
            lock.unlock();
        }
    }

    /** See {@link Permit#resume}. */
    boolean resume(Permit permit, Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (permit.queue().returners().isEmpty() && shares.resume(permit)) {
                return true;
            }
            return permit.holding() == Permit.Holding.MEMORY
                    ? awaitReturn(permit, deadline)
                    : permit.holding() == Permit.Holding.ALL;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitReturn(Permit permit, Deadline deadline) throws InterruptedException {
        ToolQueue queue = permit.queue();
        ToolQueue.Returner returner = new ToolQueue.Returner(permit, lock.newCondition());
        lineUp(queue);
        queue.returners().addLast(returner);
        try {
            long nanos = deadline.remainingNanos();
            while (permit.holding() == Permit.Holding.MEMORY && nanos > 0) {
                nanos = returner.changed().awaitNanos(nanos);
            }
        } finally {
            if (queue.returners().remove(returner)) {
                leaveLine(queue);
            }
        }
        return permit.holding() == Permit.Holding.ALL;
    }

    /** Stops listening to the heap budget. */
    void close() {
        heap.removeListener(freed);
    }

    /** See {@link Permit#releaseHostShare}. */
    void releaseHost(Permit permit) {
        lock.lock();
        try {
            shares.releaseHost(permit);
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** Releases all shares in one step, so that the next call of the same tool gets its turn. */
    void release(Permit permit) {
        lock.lock();
        try {
            shares.release(permit);
            for (ToolQueue.Returner returner : permit.queue().returners()) {
                if (returner.permit() == permit) {
                    returner.changed().signal();
                }
            }
            forgetIfIdle(permit.queue());
            admitWaiting();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfIdle(ToolQueue queue) {
        if (queue.isIdle()) {
            queues.remove(queue.name(), queue);
        }
    }

    /** Admits the first call of each waiting tool, in turn, until no first call fits. */
    private void admitWaiting() {
        int passedBy = 0;
        while (passedBy < turns.size()) {
            ToolQueue.@Nullable Waiter starving = longestStarving();
            ToolQueue queue = turns.removeFirst();
            passedBy = returnFirst(queue) || admitFirst(queue, starving) ? 0 : passedBy + 1;
            if (!queue.hasNobodyInLine()) {
                turns.addLast(queue);
            }
        }
    }

    /**
     * Admits the first resuming call of a queue. Resuming calls go before new ones, because they
     * still hold their memory.
     */
    private boolean returnFirst(ToolQueue queue) {
        ToolQueue.@Nullable Returner first = queue.returners().peekFirst();
        if (first == null || !shares.resume(first.permit())) {
            return false;
        }
        queue.returners().removeFirst();
        first.changed().signal();
        return true;
    }

    private boolean admitFirst(ToolQueue queue, ToolQueue.@Nullable Waiter starving) {
        ToolQueue.@Nullable Waiter first = queue.waiters().peekFirst();
        boolean mayPass = first != null && (starving == null || starving == first);
        if (first == null || !mayPass || !shares.take(queue, first.bytes())) {
            return false;
        }
        queue.waiters().removeFirst();
        queued--;
        first.admit();
        return true;
    }

    /**
     * Returns the call that has waited longest for memory alone, if it has waited too long. Until
     * that call is admitted, no new call may run before it.
     */
    private ToolQueue.@Nullable Waiter longestStarving() {
        long patience = shares.limits().queueWait().toNanos() / 4;
        ToolQueue.@Nullable Waiter longest = null;
        for (ToolQueue queue : turns) {
            ToolQueue.@Nullable Waiter first = queue.waiters().peekFirst();
            if (first != null
                    && shares.lacksMemoryOnly(queue, first.bytes())
                    && first.waitedNanos() > patience
                    && (longest == null || first.waitedNanos() > longest.waitedNanos())) {
                longest = first;
            }
        }
        return longest;
    }
}
