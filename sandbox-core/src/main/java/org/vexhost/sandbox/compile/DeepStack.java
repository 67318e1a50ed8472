package org.vexhost.sandbox.compile;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.vexhost.sandbox.InvalidModuleException;

/**
 * Runs recursive code that needs a deep stack. The depth of the recursion is that of nested blocks,
 * which may be thousands. The code first runs on the caller's thread. If the stack of that thread
 * overflows, it runs again on a thread with a large stack.
 */
final class DeepStack {

    /**
     * The size of the large stack. This is address space: only pages that are touched use memory.
     */
    private static final long STACK_BYTES = 1L << 30;

    private DeepStack() {}

    /**
     * Runs a task. The task must be repeatable, since it may run twice.
     *
     * @throws InvalidModuleException if the task throws it
     */
    static <T> T call(Callable<T> task) throws InvalidModuleException {
        try {
            return task.call();
        } catch (StackOverflowError e) {
            return deeper(task);
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    private static <T> T deeper(Callable<T> task) throws InvalidModuleException {
        var run = new FutureTask<>(task);
        Thread thread = new Thread(null, run, "vexhost-compile-deep", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return run.get();
                } catch (InterruptedException e) {
                    // Compiling ignores interruption on every thread.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw unchecked(e.getCause() instanceof Exception cause ? cause : e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(Exception e) throws InvalidModuleException {
        if (e instanceof InvalidModuleException invalid) {
            throw invalid;
        }
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        return new IllegalStateException(e);
    }
}
