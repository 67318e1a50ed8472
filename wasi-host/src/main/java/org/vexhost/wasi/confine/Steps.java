package org.vexhost.wasi.confine;

/** A callback that is called before each step of a walk. */
@FunctionalInterface
public interface Steps {
    /**
     * Called before the walk enters the next directory, or reads the next link.
     *
     * @throws InterruptedException if the call must end
     */
    void next() throws InterruptedException;
}
