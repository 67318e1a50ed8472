package org.vexhost.distribution.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;

/** A user who types into a session with line editing, on a terminal of 91 columns and 31 rows. */
final class TerminalUser implements AutoCloseable {

    private final ChannelShell channel;
    private final OutputStream keys;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    TerminalUser(ClientSession session) throws IOException {
        channel = session.createShellChannel();
        channel.setPtyType("xterm");
        channel.setPtyColumns(91);
        channel.setPtyLines(31);
        channel.setOut(seen);
        channel.setRedirectErrorStream(true);
        channel.open().verify(Sessions.PATIENCE);
        keys = channel.getInvertedIn();
    }

    void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    void resize(int columns, int rows) throws IOException {
        channel.sendWindowChange(columns, rows);
    }

    String screen() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    void see(String text) throws InterruptedException {
        Sessions.await(() -> screen().contains(text), () -> "no '" + text + "' in " + screen());
    }

    /** Waits for the end of the session, and returns its exit status. */
    int awaitExit() {
        Sessions.awaitEnd(channel);
        return channel.getExitStatus();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
