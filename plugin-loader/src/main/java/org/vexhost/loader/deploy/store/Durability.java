package org.vexhost.loader.deploy.store;

/** Whether an operator's decision survives a restart of the host. */
public enum Durability {
    /** The decision survives a restart. */
    PERSISTENT,
    /**
     * The decision applies until the host ends; examples are {@code stop -t} and a change of the
     * start level.
     */
    TRANSIENT
}
