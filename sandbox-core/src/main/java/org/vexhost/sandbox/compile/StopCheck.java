package org.vexhost.sandbox.compile;

/** Says why a guest is to end. */
@FunctionalInterface
public interface StopCheck {

    /** Called on the guest's thread, once it was told to stop. Throws an unchecked exception. */
    void check();
}
