package org.vexhost.api.admin;

import java.util.List;

/**
 * Contributes numbers: any module registers an OSGi service of this type, and whoever exports
 * numbers reads all of them. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface Measurements {

    /** The numbers as they are now. Cheap; never blocks. */
    List<Measurement> current();
}
