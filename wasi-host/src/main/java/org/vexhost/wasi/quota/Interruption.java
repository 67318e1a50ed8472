package org.vexhost.wasi.quota;

/**
 * A check that is called before each part of long work. It charges fuel for the part, and ends the
 * work if the call must end.
 */
@FunctionalInterface
public interface Interruption {
    /**
     * Charges fuel for the next part, and checks whether the call must end.
     *
     * @throws InterruptedException if the call was cancelled or its deadline passed
     */
    void check() throws InterruptedException;
}
