package org.vexhost.loader.execute;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A factory of daemon threads whose names are a prefix and a number. */
final class NamedThreads implements ThreadFactory {

    private final String name;
    private final AtomicInteger last = new AtomicInteger();

    NamedThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
