package org.vexhost.wasi.confine;

/** Is notified of each step of a walk, before the step. */
@FunctionalInterface
public interface Steps {
    /**
     * Permits the walk to enter the next directory, or to read the next link.
     *
     * @throws InterruptedException if the call must end
     */
    void next() throws InterruptedException;
}
