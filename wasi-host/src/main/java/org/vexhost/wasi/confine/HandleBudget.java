package org.vexhost.wasi.confine;

/** A budget for the file handles that the process has open for guests. */
public interface HandleBudget {

    /**
     * Takes handles from the budget before they are opened.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code MFILE} or {@code NFILE} if too few
     *     handles are left; in that case, no handle is taken
     */
    void take(int handles);

    /** Returns handles to the budget after they have been closed. */
    void give(int handles);
}
