package org.vexhost.distribution.admin;

import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.vexhost.distribution.admin.shell.SpareThread;
import org.vexhost.distribution.host.HostControl;

/**
 * Creates the shell when it is first used. Loading the shell's classes would be most of the class
 * loading at the start of a host. Thread-safe.
 */
final class LazyShell implements AutoCloseable {

    private final BundleContext context;
    private final HostControl host;
    private final SpareThread spare;
    private final Dynamic<CommandProcessor> processors;
    private @Nullable CommandProcessor processor;
    private @Nullable GogoShell shell;

    LazyShell(BundleContext context, HostControl host, SpareThread spare) {
        this.context = context;
        this.host = host;
        this.spare = spare;
        processors = Dynamic.of(context, CommandProcessor.class);
    }

    /** Returns the shell; empty while Gogo is not available. */
    synchronized Optional<GogoShell> get() {
        CommandProcessor now = processors.get().orElse(null);
        if (now != processor) {
            drop();
            processor = now;
            if (now != null) {
                shell = new GogoShell(context, now, host, spare);
            }
        }
        return Optional.ofNullable(shell);
    }

    private void drop() {
        if (shell != null) {
            shell.close();
            shell = null;
        }
    }

    @Override
    public synchronized void close() {
        drop();
        processors.close();
    }
}
