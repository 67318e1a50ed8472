package org.vexhost.distribution.cli.support;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.cli.doctor.SeenHost;
import org.vexhost.distribution.cli.option.Distribution;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalEscapes;
import org.vexhost.distribution.host.HostHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code vexhost support}: writes an archive with information about a host, for people
 * who help its operator.
 */
@Command(
        name = "support",
        description = {
            "Writes a zip file about a host for whoever helps you: checks, versions, settings, logs,"
                    + " tools, threads.",
            "Tokens, secrets, environment, arguments and what tools wrote are left out. Works with and"
                    + " without a running host."
        },
        footer = {"", "Exit status: 0 if the file is written, 1 if not."})
public final class SupportCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Mixin private HomeOption homeOption = new HomeOption();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "A file that does not exist yet. Default: ./vexhost-support-TIME.zip.")
    private @Nullable Path output;

    /** Called by picocli. */
    public SupportCommand() {}

    @Override
    public Integer call() throws CommandException {
        HostHome home = homeOption.home();
        Path distribution = Distribution.folder();
        Path file =
                output == null
                        ? Path.of("vexhost-support-" + TIME.format(Instant.now()) + ".zip")
                        : output;
        requireFolders(home, file);
        SeenHost host = SeenHost.of(home);
        TextRedaction redaction = new TextRedaction(secrets(home, host));
        try (SupportArchive archive = SupportArchive.create(file, redaction)) {
            new SupportContents(home, distribution, host, archive).write();
            archive.finish();
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "'%s' exists; name another file by --output".formatted(file));
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "'%s' cannot be written [%s]; name a file elsewhere by --output"
                            .formatted(file, e));
        }
        System.out.printf(
                "'%s' is written; read what is in it before you give it away%n",
                TerminalEscapes.escape(file.toAbsolutePath().normalize().toString()));
        return ExitStatus.OK;
    }

    private static void requireFolders(HostHome home, Path file) throws CommandException {
        Path root = home.root();
        if (Files.exists(root) && !(Files.isReadable(root) && Files.isExecutable(root))) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "this user cannot enter home '%s'; run this as the user of the host"
                            .formatted(root));
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "folder '%s' does not exist; name a file elsewhere by --output"
                            .formatted(parent));
        }
    }

    private static List<String> secrets(HostHome home, SeenHost host) throws CommandException {
        try {
            return new KnownSecrets()
                    .addHome(home)
                    .addEnvironment(System.getenv())
                    .addEnvironment(content(host.file("environ")))
                    .addArguments(content(host.file("cmdline")))
                    .all();
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "secrets of home '%s' cannot be read, so they could not be left out [%s]; run"
                                    .formatted(home.root(), e)
                            + " this as the user of the host");
        }
    }

    /** Reads a file about the host's process. Empty if the process has ended. */
    private static byte[] content(Optional<Path> file) {
        try {
            return file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0];
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
