package org.vexhost.wasi.confine;

/** Is told of each step of a walk, before it is made. */
@FunctionalInterface
public interface Steps {
    /**
     * Lets the walk enter the next directory, or read the next link.
     *
     * @throws InterruptedException if the call is to end
     */
    void next() throws InterruptedException;
}
