package org.vexhost.api.admin;

import java.util.List;

/**
 * Lists the secrets that can be granted to tools. It is an OSGi service of the module that injects
 * secrets. It returns only names. No interface of the host returns the value of a secret.
 * Thread-safe.
 *
 * @since 1.0
 */
public interface SecretAdministration {

    /** Returns the names of all secrets, sorted. */
    List<String> names();
}
