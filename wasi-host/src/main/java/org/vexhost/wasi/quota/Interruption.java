package org.vexhost.wasi.quota;

/** Ends long work in time. */
@FunctionalInterface
public interface Interruption {
    /**
     * Checks whether the call is to go on.
     *
     * @throws InterruptedException if it was cancelled or is past its deadline
     */
    void check() throws InterruptedException;
}
