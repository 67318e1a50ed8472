package org.vexhost.api.admin;

import java.util.List;

/**
 * Says what keeps a host from taking calls, or what an operator should look at: any module
 * registers an OSGi service of this type, and {@code /readyz} and {@code vexhost status} ask all of
 * them. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface HealthCheck {

    /** What is so now; empty if all is well. Cheap; never blocks. */
    List<HealthFinding> findings();
}
