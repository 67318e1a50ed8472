package org.vexhost.api.admin;

import java.util.List;

/**
 * Reports problems: why a host cannot take calls, or what an operator should look at. Any module
 * can register an OSGi service of this type; {@code /readyz} and {@code vexhost status} query all
 * of them. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface HealthCheck {

    /**
     * Returns the current findings; empty if there are no problems. Must be cheap and never block.
     */
    List<HealthFinding> findings();
}
