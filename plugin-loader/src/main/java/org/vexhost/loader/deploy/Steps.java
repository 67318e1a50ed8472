package org.vexhost.loader.deploy;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.vexhost.loader.grant.GrantException;

/** Runs operators' commands on the control thread. */
final class Steps {

    private final Control control;
    private final Runnable pass;

    Steps(Control control, Runnable pass) {
        this.control = control;
        this.pass = pass;
    }

    /** Looks at the folder now. */
    void pass() throws AdminException, InterruptedException {
        call(
                () -> {
                    pass.run();
                    return "";
                });
    }

    /** Runs a step that can be refused. */
    <T> T call(Callable<T> step) throws AdminException, InterruptedException {
        try {
            return control.call(step);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdminException refused) {
                throw refused;
            }
            throw new IllegalStateException("the control thread failed", e.getCause());
        } catch (RejectedExecutionException e) {
            throw new AdminException("the host is closing", e);
        }
    }

    /** Runs a step that changes grants. */
    <T> T change(Callable<T> step) throws AdminException, GrantException, InterruptedException {
        try {
            return control.call(step);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdminException refused) {
                throw refused;
            }
            if (e.getCause() instanceof GrantException refused) {
                throw refused;
            }
            throw new IllegalStateException("the control thread failed", e.getCause());
        } catch (RejectedExecutionException e) {
            throw new AdminException("the host is closing", e);
        }
    }
}
