package org.vexhost.api.admin;

import java.util.Map;
import org.vexhost.api.Caller;

/**
 * Records changes of the host's configuration and of what it trusts, and who makes them. An OSGi
 * service of the module that keeps the audit log; where that module is absent, {@link #NONE} stands
 * for it. Thread-safe.
 *
 * @since 1.0
 */
public interface AuditTrail {

    /** Records nothing. */
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
     * Records that a change begins. The line is on the disk when this returns.
     *
     * @param who who makes the change
     * @param action matches {@code [a-z]+(\.[a-z]+)?}, for example {@code tool.grant}
     * @param facts what is to be changed, by name; at most 32, and what is longer than 4,000
     *     characters is cut. Never a secret or a token
     * @return the change, whose end has to be recorded
     * @throws AdministrationException if the line cannot be written: the change must not be made
     */
    Change begin(Caller who, String action, Map<String, String> facts)
            throws AdministrationException;

    /**
     * Records what has happened already and cannot be prevented, such as the edit of a file. A line
     * that cannot be written is logged.
     */
    void note(Caller who, String action, Map<String, String> facts);

    /**
     * A change that has begun. One of the two methods is called, once. If its line cannot be
     * written, that is logged.
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
         * @param facts what came of it
         */
        void done(Map<String, String> facts);

        /**
         * Records that the change was not made.
         *
         * @param why one line
         */
        void failed(String why);
    }
}
