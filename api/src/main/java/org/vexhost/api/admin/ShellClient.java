package org.vexhost.api.admin;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Caller;

/**
 * A client of the shell. Its streams may block while the client is slow; they fail or end when the
 * client is gone.
 *
 * @param caller named in the audit log for everything that the session does
 * @param terminal the client's terminal; empty if it has none
 * @param input what the client sends
 * @param output the client's standard output
 * @param errorOutput the client's standard error; not used by sessions on a terminal
 * @since 1.0
 */
public record ShellClient(
        Caller caller,
        Optional<ShellTerminal> terminal,
        InputStream input,
        OutputStream output,
        OutputStream errorOutput) {

    /** Checks that nothing is null. */
    public ShellClient {
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(terminal, "terminal");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(errorOutput, "errorOutput");
    }
}
