package org.vexhost.gateway.caller;

import java.util.List;
import java.util.Optional;

/**
 * Finds the callers that the operator has configured. An OSGi service for the transports.
 * Thread-safe.
 */
public interface CallerDirectory {

    /** Recognises the caller of a request by its credentials. */
    Recognition recognise(Credentials credentials);

    /** The rights of a caller, for a transport that already knows the caller's name. */
    Optional<CallerAccess> named(String name);

    /** Whether at least one caller is configured. A caller with an invalid file counts too. */
    boolean isConfigured();

    /** The issuers of the signed tokens that callers use; empty if no caller uses signed tokens. */
    List<String> issuers();
}
