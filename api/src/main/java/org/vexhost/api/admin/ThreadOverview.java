package org.vexhost.api.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The threads of the host's process: an OSGi service. Thread-safe; reading stops all threads for a
 * moment, so it is nothing for a loop without pauses.
 *
 * @since 1.0
 */
public interface ThreadOverview {

    /** All live threads, by name. */
    List<ThreadFacts> threads();

    /**
     * A thread of the host's process.
     *
     * @param name its name
     * @param group its name without a number at the end; what threads of one kind share
     * @param state what it does
     * @param cpu the processor time that it has used; empty where the JVM does not tell
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
        /** It runs, or could, or is in a call of the operating system. */
        RUNNING,
        /** It waits for a lock that another thread holds. */
        BLOCKED,
        /** It waits for work, for another thread, or for a time. */
        WAITING,
        /** A guest's call waits in it for something outside the host, for example the network. */
        IN_HOST_CALL
    }
}
