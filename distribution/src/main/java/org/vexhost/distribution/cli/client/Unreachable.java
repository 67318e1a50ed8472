package org.vexhost.distribution.cli.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.host.HostHome;

/** Creates errors for a host that cannot be reached. Each error includes advice. */
final class Unreachable {

    private Unreachable() {}

    /**
     * Checks that a host can be reached.
     *
     * @throws CommandException if no host runs, or if the user may not reach it
     */
    static void requireReachable(HomeOption.Named named) throws CommandException {
        Path run = named.home().run();
        try {
            if (!Files.readAttributes(run, BasicFileAttributes.class).isDirectory()) {
                throw noHost(named);
            }
            // This fails if the user may not enter the folder.
            BasicFileAttributes ignored =
                    Files.readAttributes(named.home().socket(), BasicFileAttributes.class);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw noHost(named);
        } catch (IOException e) {
            throw because(named, e);
        }
    }

    static CommandException noHost(HomeOption.Named named) {
        HostHome home = named.home();
        String fact = "no host runs on home '%s'".formatted(home.root());
        if (!Files.exists(home.root())) {
            fact += ", which does not exist";
        }
        return new CommandException(ExitStatus.NO_HOST, fact + "; " + advice(named));
    }

    private static String advice(HomeOption.Named named) {
        return switch (named.source()) {
            case OPTION ->
                    "'vexhost start --home %s' starts one".formatted(quote(named.home().root()));
            case VARIABLE -> "VEXHOST_HOME names it; 'vexhost start' starts a host there";
            case DEFAULT ->
                    "that is the default: name another one with --home DIR or VEXHOST_HOME,"
                            + " or start a host there with 'vexhost start'";
        };
    }

    /** Creates the error for a failed connection. */
    static CommandException because(HomeOption.Named named, IOException e) {
        HostHome home = named.home();
        String reason = String.valueOf(e.getMessage());
        if (!(e instanceof AccessDeniedException) && !reason.contains("Permission denied")) {
            if (!Files.exists(home.socket())) {
                return noHost(named);
            }
            return new CommandException(
                    ExitStatus.NO_HOST,
                    "host on home '%s' cannot be reached [%s]".formatted(home.root(), reason));
        }
        String owner = owner(home);
        return new CommandException(
                ExitStatus.NO_HOST,
                owner.isEmpty()
                        ? "home '%s' is not yours to reach; run this as the user of its host"
                                .formatted(home.root())
                        : "home '%s' is not yours to reach, it belongs to user '%s'; "
                                        .formatted(home.root(), owner)
                                + "run this as that user, for example with 'sudo -u %s vexhost …'"
                                        .formatted(owner));
    }

    private static String owner(HostHome home) {
        for (Path path : new Path[] {home.run(), home.root()}) {
            try {
                return Files.getOwner(path).getName();
            } catch (IOException | UnsupportedOperationException e) {
                // The owner of the parent folder may be readable.
            }
        }
        return "";
    }

    private static String quote(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./~+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
