package org.vexhost.sandbox.guest;

/** A callback that throws an exception with the reason why a guest must stop. */
@FunctionalInterface
public interface StopCheck {

    /**
     * Called on the guest's thread after the guest was told to stop. It must throw an unchecked
     * exception.
     */
    void check();
}
