package org.vexhost.gateway.caller;

import java.util.List;
import java.util.Optional;

/** The callers that the operator configured, for the transports. An OSGi service. Thread-safe. */
public interface CallerDirectory {

    /** Recognises the caller of a request by its credentials. */
    Recognition recognise(Credentials credentials);

    /** The rights of a caller, for a transport that knows the caller by name. */
    Optional<CallerAccess> named(String name);

    /** Whether at least one caller is configured. A caller whose file cannot be used counts. */
    boolean isConfigured();

    /** The issuers of the signed tokens that callers use; empty if no caller uses signed tokens. */
    List<String> issuers();
}
