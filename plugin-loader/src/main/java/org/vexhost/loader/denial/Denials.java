package org.vexhost.loader.denial;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.vexhost.api.Capability;

/** What was refused since the host started. Thread-safe. */
public interface Denials {

    /**
     * Refusals of one kind.
     *
     * @param function the host function
     * @param capability what it needs
     * @param count how often
     * @param last when it was the last time
     * @param subjects what the tool named, the first few different ones; printable
     */
    record Kind(
            String function,
            Capability capability,
            long count,
            Instant last,
            List<String> subjects) {
        /** Copies the subjects. */
        public Kind {
            Objects.requireNonNull(function, "function");
            Objects.requireNonNull(capability, "capability");
            Objects.requireNonNull(last, "last");
            subjects = List.copyOf(subjects);
        }
    }

    /** Of one tool, the most frequent first. */
    List<Kind> of(String tool);
}
