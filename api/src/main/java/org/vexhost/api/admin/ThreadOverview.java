package org.vexhost.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The threads of the host's process. It is an OSGi service. Thread-safe. Reading stops all threads
 * for a moment, so do not call it in a tight loop.
 *
 * @since 1.0
 */
public interface ThreadOverview {

    /** Returns all live threads, by name. */
    List<ThreadFacts> threads();

    /**
     * Returns the name of a thread without the number at its end; a name that is only a number
     * stays as it is.
     */
    static String group(String threadName) {
        String group = threadName.replaceFirst("[-# ]*[0-9]+$", "");
        return group.isEmpty() ? threadName : group;
    }

    /**
     * A thread of the host's process.
     *
     * @param name its name
     * @param group the name without the number at its end, shared by threads of one kind
     * @param state what it does
     * @param cpu the processor time that it has used; empty if the JVM does not report it
     * @param at the innermost frame of its stack, {@code Class.method}; empty if it has none
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

    /** What a thread does. */
    enum State {
        /** The thread is running, runnable, or in a system call. */
        RUNNING,
        /** The thread waits for a lock that another thread holds. */
        BLOCKED,
        /** The thread waits for work, for another thread, or for a time. */
        WAITING,
        /**
         * A guest's call waits in this thread for something outside the host, for example the
         * network.
         */
        IN_HOST_CALL
    }
}
