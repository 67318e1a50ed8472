package org.vexhost.sandbox.compile;

/** Throws the reason why a guest must stop. */
@FunctionalInterface
public interface StopCheck {

    /**
     * Called on the guest's thread after the guest was told to stop. The method throws an unchecked
     * exception.
     */
    void check();
}
