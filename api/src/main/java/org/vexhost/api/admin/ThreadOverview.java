package org.vexhost.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Lists the threads of the host's process. It is an OSGi service. Thread-safe. Each listing stops
 * all threads for a moment, so do not call it in a tight loop.
 *
 * @since 1.0
 */
public interface ThreadOverview {

    /** Returns all live threads, by name. */
    List<ThreadFacts> threads();

    /**
     * Returns the name of a thread without the number at its end. A name that is only a number is
     * returned unchanged.
     */
    static String group(String threadName) {
        String group = threadName.replaceFirst("[-# ]*[0-9]+$", "");
        return group.isEmpty() ? threadName : group;
    }

    /**
     * A thread of the host's process.
     *
     * @param name the name of the thread
     * @param group the name without the number at its end, which threads of the same kind share
     * @param state what the thread is doing
     * @param cpu the processor time that the thread has used; empty if the JVM does not report it
     * @param at the innermost frame of the thread's stack, {@code Class.method}; empty if there are
     *     no frames
     * @since 1.0
     */
    record ThreadFacts(
            String name, String group, State state, Optional<Duration> cpu, Optional<String> at) {

        /** Checks that nothing is null. */
        public ThreadFacts {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(group, "group");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(cpu, "cpu");
            Objects.requireNonNull(at, "at");
        }
    }

    /** What a thread is doing. */
    enum State {
        /** The thread is running, runnable, or in a system call. */
        RUNNING,
        /** The thread waits for a lock that another thread holds. */
        BLOCKED,
        /** The thread waits for work, for another thread, or for a time. */
        WAITING,
        /**
         * The thread runs a call of a guest that is waiting for something outside the host, for
         * example for the network.
         */
        IN_HOST_CALL
    }
}
