package org.vexhost.distribution.ssh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** Runs commands and scripts in sessions over SSH, and waits for what they lead to. */
final class Sessions {

    static final Duration PATIENCE = Duration.ofMinutes(1);

    private Sessions() {}

    static Reply run(ClientSession session, String command) throws IOException {
        try (ChannelExec channel = session.createExecChannel(command)) {
            return reply(channel, InputStream.nullInputStream());
        }
    }

    /** Sends statements as standard input of a shell without a terminal. */
    static Reply script(ClientSession session, String text) throws IOException {
        try (ChannelShell channel = session.createShellChannel()) {
            channel.setUsePty(false);
            return reply(channel, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Reply reply(ClientChannel channel, InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        channel.setIn(in);
        channel.setOut(out);
        channel.setErr(err);
        channel.open().verify(PATIENCE);
        awaitEnd(channel);
        return new Reply(
                channel.getExitStatus() == null ? -1 : channel.getExitStatus(),
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    static void awaitEnd(ClientChannel channel) {
        assertTrue(
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE)
                        .contains(ClientChannelEvent.CLOSED));
    }

    static void await(BooleanSupplier wanted, Supplier<String> otherwise)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, otherwise);
            Thread.sleep(20);
        }
    }
}
