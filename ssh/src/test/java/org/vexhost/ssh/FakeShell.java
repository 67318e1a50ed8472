package org.vexhost.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.vexhost.api.admin.ShellClient;
import org.vexhost.api.admin.ShellSession;
import org.vexhost.api.admin.ShellSessions;
import org.vexhost.api.admin.ShellTerminal;

/**
 * A shell whose sessions run {@code exit STATUS} at once, and every other command until they are
 * interrupted or their client hangs up. {@code flood} also writes 256 MiB.
 */
final class FakeShell implements ShellSessions {

    static final long FLOOD_BYTES = 1L << 28;
    private static final long MAX_RUN_SECONDS = 300;

    final List<ShellClient> clients = Collections.synchronizedList(new ArrayList<>());
    final List<ShellTerminal> sizes = Collections.synchronizedList(new ArrayList<>());
    final List<ShellSession> open = Collections.synchronizedList(new ArrayList<>());

    final AtomicLong written = new AtomicLong();

    int running() {
        return open.size();
    }

    @Override
    public ShellSession command(ShellClient from, String command) {
        clients.add(from);
        return new FakeSession(this, from, command);
    }

    @Override
    public ShellSession interactive(ShellClient from) {
        return command(from, "wait");
    }

    private static final class FakeSession implements ShellSession {

        private final FakeShell shell;
        private final ShellClient from;
        private final String command;
        private final CountDownLatch ended = new CountDownLatch(1);

        FakeSession(FakeShell shell, ShellClient from, String command) {
            this.shell = shell;
            this.from = from;
            this.command = command;
        }

        @Override
        public int run() throws IOException {
            boolean ignored = shell.open.add(this);
            try {
                if (command.startsWith("exit ")) {
                    from.output().write(("ran " + command + "\n").getBytes(StandardCharsets.UTF_8));
                    from.output().flush();
                    return Integer.parseInt(command.substring("exit ".length()));
                }
                if (command.equals("flood")) {
                    flood();
                }
                return ended.await(MAX_RUN_SECONDS, TimeUnit.SECONDS) ? 1 : 2;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 1;
            } finally {
                shell.open.remove(this);
            }
        }

        /** Writes under a lock that the end of the session needs too, as a terminal does. */
        private synchronized void flood() throws IOException {
            byte[] block = new byte[1 << 16];
            while (shell.written.get() < FLOOD_BYTES) {
                from.output().write(block);
                long ignored = shell.written.addAndGet(block.length);
            }
        }

        @Override
        public void resize(ShellTerminal terminal) {
            shell.sizes.add(terminal);
        }

        @Override
        public void interrupt() {
            ended.countDown();
        }

        @Override
        public synchronized void hangUp() {
            ended.countDown();
        }
    }
}
