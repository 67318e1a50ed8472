package org.vexhost.loader.registry;

/** Is told of changes, one after the other, in their order. Quick; never throws. */
@FunctionalInterface
public interface RegistryListener {
    /** An artifact came, changed, or went. */
    void changed(RegistryEvent event);
}
