package org.vexhost.api.admin;

import java.util.List;

/**
 * A source of measurements. Any module can register an OSGi service of this type; exporters read
 * all of them. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface Measurements {

    /** Returns the current values. Must be cheap and never block. */
    List<Measurement> current();
}
