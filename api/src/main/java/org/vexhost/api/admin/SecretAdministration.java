package org.vexhost.api.admin;

import java.util.List;

/**
 * The secrets that tools can be granted: an OSGi service of the module that injects them. Names
 * only; no interface of the host gives a value. Thread-safe.
 *
 * @since 1.0
 */
public interface SecretAdministration {

    /** The names of all secrets, in their order. */
    List<String> names();
}
