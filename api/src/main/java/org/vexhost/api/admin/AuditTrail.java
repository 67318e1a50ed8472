package org.vexhost.api.admin;

import java.util.Map;
import org.vexhost.api.Caller;

/**
 * Records each change of the host's configuration and of what the host trusts, and the caller who
 * made the change. The module that writes the audit log provides an audit trail as an OSGi service.
 * If that module is absent, {@link #NONE} is used instead. Thread-safe.
 *
 * @since 1.0
 */
public interface AuditTrail {

    /** An audit trail that records nothing. */
    AuditTrail NONE =
            new AuditTrail() {
                @Override
                public Change begin(Caller who, String action, Map<String, String> facts) {
                    return Change.UNRECORDED;
                }

                @Override
                public void note(Caller who, String action, Map<String, String> facts) {
                    // Nothing is recorded.
                }
            };

    /**
     * Records that a change begins. The line is on the disk when this method returns.
     *
     * @param who the caller who makes the change
     * @param action the name of the action, for example {@code tool.grant}; matches {@code
     *     [a-z]+(\.[a-z]+)?}
     * @param facts facts about the intended change, by name; at most 32. Values longer than 4,000
     *     characters are truncated. Must not contain secrets or tokens
     * @return the change; its end must be recorded
     * @throws AdministrationException if the line cannot be written; the change must then not be
     *     made
     */
    Change begin(Caller who, String action, Map<String, String> facts)
            throws AdministrationException;

    /**
     * Records an event that has already happened and cannot be prevented, such as the edit of a
     * file. If the line cannot be written, a message is logged.
     */
    void note(Caller who, String action, Map<String, String> facts);

    /**
     * A change that has begun. Exactly one of the two methods must be called, once. If the line
     * cannot be written, a message is logged.
     */
    interface Change {

        /** A change that is not recorded. */
        Change UNRECORDED =
                new Change() {
                    @Override
                    public void done(Map<String, String> facts) {
                        // Nothing is recorded.
                    }

                    @Override
                    public void failed(String why) {
                        // Nothing is recorded.
                    }
                };

        /**
         * Records that the change was made.
         *
         * @param facts facts about the outcome, by name
         */
        void done(Map<String, String> facts);

        /**
         * Records that the change was not made.
         *
         * @param why the reason, as one line
         */
        void failed(String why);
    }
}
