package org.vexhost.loader.denial;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.vexhost.api.Capability;

/** The denials since the start of the host. Thread-safe. */
public interface Denials {

    /**
     * The denials of one host function and capability, for one tool.
     *
     * @param function the host function
     * @param capability the capability that the function requires
     * @param count the number of denials
     * @param last the time of the latest denial
     * @param subjects the first few distinct items that the tool requested; printable
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

    /** Returns the denials of one tool, most frequent first. */
    List<Kind> of(String tool);
}
