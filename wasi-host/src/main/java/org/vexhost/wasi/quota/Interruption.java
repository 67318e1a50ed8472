package org.vexhost.wasi.quota;

/**
 * Is called before each part of long work. It ends the work if the call must end, and charges fuel
 * for the part.
 */
@FunctionalInterface
public interface Interruption {
    /**
     * Checks whether the call must end.
     *
     * @throws InterruptedException if the call was cancelled or its deadline passed
     */
    void check() throws InterruptedException;
}
