package org.vexhost.loader.deploy.store;

/** Whether an operator's decision survives the process. */
public enum Durability {
    /** It survives. */
    PERSISTENT,
    /**
     * It holds until the host ends; examples are {@code stop -t} and a change of the start level.
     */
    TRANSIENT
}
