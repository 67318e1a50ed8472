package org.vexhost.loader.work;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes executors of one thread, which exists from the start: later there may be none. */
public final class Worker {

    private Worker() {}

    /**
     * An executor that drops what has not begun when it is shut down.
     *
     * @param name of its thread, a daemon
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
