package org.vexhost.wasi.quota;

/** Is asked before each part of long work: ends it in time, and has it paid for. */
@FunctionalInterface
public interface Interruption {
    /**
     * Checks whether the call is to go on.
     *
     * @throws InterruptedException if it was cancelled or is past its deadline
     */
    void check() throws InterruptedException;
}
