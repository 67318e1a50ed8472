package org.vexhost.api.admin;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Caller;

/**
 * The callers that an operator configured: an OSGi service of the module that recognises them.
 * Thread-safe.
 *
 * @since 1.0
 */
public interface CallerAdministration {

    /** All, by name; also those whose file cannot be read, with the reason. */
    List<CallerInfo> callers();

    /**
     * Adds a caller with a token that is generated.
     *
     * @param operator who adds it, for the log
     * @param name matches {@code [a-z0-9][a-z0-9_-]{0,63}}
     * @param tools patterns of the tools that it may see and call, {@code *} standing for any
     *     characters; empty for all
     * @param roles at least one
     * @return the token, which is shown here once and kept nowhere
     * @throws AdministrationException if there is such a caller, a value is not as documented, or
     *     the file cannot be written
     */
    String add(Caller operator, String name, List<String> tools, List<CallerInfo.Role> roles)
            throws AdministrationException;

    /**
     * Replaces a caller's token; the old one ends at once.
     *
     * @return the new token
     * @throws AdministrationException if there is no such caller, or it has no token
     */
    String renew(Caller operator, String name) throws AdministrationException;

    /**
     * Removes a caller; its tokens and open streams end within a second.
     *
     * @throws AdministrationException if there is no such caller, or its file cannot be removed
     */
    void remove(Caller operator, String name) throws AdministrationException;

    /** One caller. */
    Optional<CallerInfo> caller(String name);
}
