package org.vexhost.distribution.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;
import org.vexhost.distribution.protocol.ShellRequest;
import org.vexhost.distribution.protocol.TerminalSize;

/**
 * A shell session on the user's terminal. All keys are sent to the host, and the host controls the
 * screen.
 */
public final class TerminalSession {

    private final HostClient client;

    /** Creates a session that uses a connection to the host. */
    public TerminalSession(HostClient client) {
        this.client = client;
    }

    /** Runs the session to its end, and returns the exit status. */
    public int run() throws CommandException, IOException {
        try (Terminal terminal =
                TerminalBuilder.builder()
                        .name("vexhost")
                        .system(true)
                        .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                        .signalHandler(Terminal.SignalHandler.SIG_IGN)
                        .build()) {
            Attributes before = terminal.getAttributes();
            terminal.setAttributes(raw(before));
            try {
                client.send(new ShellRequest(terminal.getType(), size(terminal)).toFrame());
                terminal.handle(Terminal.Signal.WINCH, signal -> resize(terminal));
                Thread keys = new Thread(() -> sendKeys(terminal.input()), "vexhost-keys");
                keys.setDaemon(true);
                keys.start();
                return client.receive(
                        TerminalOutput.Content.SCREEN,
                        terminal.output(),
                        terminal.output(),
                        usage -> {});
            } finally {
                terminal.setAttributes(before);
            }
        }
    }

    private void resize(Terminal terminal) {
        client.send(size(terminal).toFrame());
    }

    private void sendKeys(InputStream input) {
        byte[] buffer = new byte[1024];
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                client.sendInput(buffer, count);
            }
            client.send(Frame.of(FrameType.END_OF_INPUT));
        } catch (IOException e) {
            // The session has ended. The thread that receives the response reports the result.
        }
    }

    private static TerminalSize size(Terminal terminal) {
        return new TerminalSize(terminal.getWidth(), terminal.getHeight());
    }

    /** Switches off echo, line mode, signals and translation, because the host does all of this. */
    private static Attributes raw(Attributes before) {
        Attributes raw = new Attributes(before);
        raw.setLocalFlags(
                EnumSet.of(
                        Attributes.LocalFlag.ICANON,
                        Attributes.LocalFlag.ECHO,
                        Attributes.LocalFlag.IEXTEN,
                        Attributes.LocalFlag.ISIG),
                false);
        raw.setInputFlags(
                EnumSet.of(
                        Attributes.InputFlag.IXON,
                        Attributes.InputFlag.ICRNL,
                        Attributes.InputFlag.INLCR),
                false);
        raw.setOutputFlag(Attributes.OutputFlag.OPOST, false);
        raw.setControlChar(Attributes.ControlChar.VMIN, 1);
        raw.setControlChar(Attributes.ControlChar.VTIME, 0);
        return raw;
    }
}
