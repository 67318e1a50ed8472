package org.vexhost.distribution.admin;

import java.util.Optional;
import org.vexhost.api.admin.CallerPrincipal;
import org.vexhost.api.admin.ShellClient;
import org.vexhost.api.admin.ShellSession;
import org.vexhost.api.admin.ShellSessions;

/** Opens sessions of the shell for clients that other bundles serve. */
final class RemoteShells implements ShellSessions {

    private final LazyShell shell;

    RemoteShells(LazyShell shell) {
        this.shell = shell;
    }

    @Override
    public ShellSession command(ShellClient client, String command) {
        if (client.terminal().isPresent()) {
            return onTerminal(client, Optional.of(command));
        }
        return new CommandRun(
                now(),
                command,
                Optional.of(new CallerPrincipal(client.caller())),
                client.input(),
                client.output(),
                client.errorOutput());
    }

    @Override
    public ShellSession interactive(ShellClient client) {
        return onTerminal(client, Optional.empty());
    }

    private ShellSession onTerminal(ShellClient client, Optional<String> command) {
        return new TerminalRun(
                now(),
                command,
                Optional.of(new CallerPrincipal(client.caller())),
                Optional.empty(),
                client.terminal()
                        .orElseThrow(() -> new IllegalArgumentException("client has no terminal")),
                client.input(),
                client.output());
    }

    private GogoShell now() {
        return shell.get().orElseThrow(() -> new IllegalStateException("host has no shell now"));
    }
}
