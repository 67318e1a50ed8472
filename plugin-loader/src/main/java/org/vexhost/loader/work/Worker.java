package org.vexhost.loader.work;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Creates executors with one thread. The thread is started immediately, because the system may be
 * unable to create it later.
 */
public final class Worker {

    private Worker() {}

    /**
     * Creates an executor that drops waiting tasks when it is shut down.
     *
     * @param name the name of its daemon thread
     */
    public static ScheduledThreadPoolExecutor named(String name) {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        boolean ignored = executor.prestartCoreThread();
        return executor;
    }
}
