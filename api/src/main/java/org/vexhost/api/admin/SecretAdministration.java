package org.vexhost.api.admin;

import java.util.List;

/**
 * Lists the secrets that can be granted to tools. It is an OSGi service of the module that injects
 * secrets. It gives only names; no interface of the host returns a value. Thread-safe.
 *
 * @since 1.0
 */
public interface SecretAdministration {

    /** Returns the names of all secrets, sorted. */
    List<String> names();
}
