package org.vexhost.sandbox.instantiate;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.vexhost.sandbox.spi.GuestOutput;

/**
 * The arguments and standard streams of a guest.
 *
 * @param arguments the arguments of a command, the program's name first; never empty
 * @param stdin standard input
 * @param stdout standard output
 * @param stderr standard error
 */
public record GuestStreams(
        List<String> arguments, InputStream stdin, GuestOutput stdout, GuestOutput stderr) {

    /** Copies the arguments. */
    public GuestStreams {
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(stdin, "stdin");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
    }
}
