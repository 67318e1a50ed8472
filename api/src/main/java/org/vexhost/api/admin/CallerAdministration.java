package org.vexhost.api.admin;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Caller;

/**
 * Administers the configured callers. The module that authenticates callers registers this
 * interface as an OSGi service. Thread-safe.
 *
 * @since 1.0
 */
public interface CallerAdministration {

    /**
     * Returns all callers by name. A caller whose file cannot be read is included, with the reason.
     */
    List<CallerInfo> callers();

    /**
     * Adds a caller with a generated token.
     *
     * @param operator the operator who adds the caller, for the log
     * @param name the name of the caller; matches {@code [a-z0-9][a-z0-9_-]{0,63}}
     * @param tools patterns for the tools that the caller may see and call, in which {@code *}
     *     matches any characters; empty for all tools
     * @param roles the roles of the caller; at least one
     * @return the token, which is not stored and cannot be shown again
     * @throws AdministrationException if the caller already exists, a value is not as documented,
     *     or the file cannot be written
     */
    String add(Caller operator, String name, List<String> tools, List<CallerInfo.Role> roles)
            throws AdministrationException;

    /**
     * Replaces a caller's token. The old token becomes invalid immediately.
     *
     * @return the new token
     * @throws AdministrationException if there is no such caller, or the caller has no token
     */
    String renew(Caller operator, String name) throws AdministrationException;

    /**
     * Removes a caller. Its tokens become invalid, and its open streams end within a second.
     *
     * @throws AdministrationException if there is no such caller, or its file cannot be removed
     */
    void remove(Caller operator, String name) throws AdministrationException;

    /** Returns a caller by name. */
    Optional<CallerInfo> caller(String name);
}
