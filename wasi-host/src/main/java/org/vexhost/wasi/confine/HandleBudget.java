package org.vexhost.wasi.confine;

/** Counts the file handles of the process that are held for guests. */
public interface HandleBudget {

    /**
     * Takes handles from the budget before they are opened.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code MFILE} or {@code NFILE} if too few
     *     are left; in that case none is taken
     */
    void take(int handles);

    /** Returns handles to the budget after they were closed. */
    void give(int handles);
}
