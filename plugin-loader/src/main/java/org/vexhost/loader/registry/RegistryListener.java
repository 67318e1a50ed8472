package org.vexhost.loader.registry;

/**
 * A listener for changes of the registry. Changes are reported one after the other, in order.
 * Implementations must return quickly and must not throw.
 */
@FunctionalInterface
public interface RegistryListener {
    /** Reports that an artifact appeared, changed or disappeared. */
    void changed(RegistryEvent event);
}
