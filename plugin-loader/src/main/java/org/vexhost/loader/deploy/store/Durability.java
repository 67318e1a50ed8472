package org.vexhost.loader.deploy.store;

/** Whether an operator's decision outlasts the process. */
public enum Durability {
    /** It does. */
    PERSISTENT,
    /** It holds until the host ends: {@code stop -t}, or a change of start level. */
    TRANSIENT
}
