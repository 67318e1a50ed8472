package org.vexhost.gateway.caller;

import java.util.List;
import java.util.Optional;

/** The callers that the operator configured, for ways in. An OSGi service. Thread-safe. */
public interface CallerDirectory {

    /** Looks at what a request shows. */
    Recognition recognise(Credentials credentials);

    /** What a caller may do, for a way in that knows it by name. */
    Optional<CallerAccess> named(String name);

    /** Whether at least one caller is configured, also one whose file cannot be used. */
    boolean isConfigured();

    /** Whether a caller has signed tokens, and from whom: the issuers, for clients that ask. */
    List<String> issuers();
}
