package org.vexhost.wasi.confine;

/** Counts the process's file handles that guests make it hold. */
public interface HandleBudget {

    /**
     * Takes handles before they are opened.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code MFILE} or {@code NFILE} if there are
     *     not as many left; none is taken then
     */
    void take(int handles);

    /** Gives handles back after they were closed. */
    void give(int handles);
}
