package org.vexhost.distribution.cli.client;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.host.ProgramPath;
import org.vexhost.distribution.launch.HostLauncher;

/**
 * A host that was started as a process of its own. If the system supports it, the process has a
 * session of its own.
 */
public final class BackgroundHost {

    private static final Duration MAX_WAIT = HostLauncher.MAX_START.plusSeconds(30);
    private static final long POLL_MILLIS = 20;
    private static final int MAX_LINES = 20;
    private static final int MAX_OUTPUT_BYTES = 1 << 16;
    private static final String PREFIX = "vexhost: ";

    private final HostHome home;
    private final Process process;

    private BackgroundHost(HostHome home, Process process) {
        this.home = home;
        this.process = process;
    }

    /**
     * Starts the process.
     *
     * @param home the home, which is already set up
     */
    public static BackgroundHost start(HostHome home, Path distribution) throws IOException {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> line = new ArrayList<>();
        // Protects the host from signals of this terminal, such as Ctrl-C or a hangup.
        ProgramPath.find("setsid", System.getenv().getOrDefault("PATH", ""))
                .ifPresent(setsid -> line.add(setsid.toString()));
        line.addAll(
                List.of(
                        distribution
                                .resolve("bin")
                                .resolve(windows ? "vexhost.bat" : "vexhost")
                                .toString(),
                        "run",
                        "--no-console",
                        "--home",
                        home.root().toString()));
        if (Files.exists(home.console())) {
            Path ignored =
                    Files.move(
                            home.console(),
                            home.console().resolveSibling("console.1.log"),
                            StandardCopyOption.REPLACE_EXISTING);
        }
        Process process =
                new ProcessBuilder(line)
                        .redirectInput(new File(windows ? "NUL" : "/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(home.console().toFile())
                        .start();
        return new BackgroundHost(home, process);
    }

    /** The process id of the host. */
    public long pid() {
        return process.pid();
    }

    /** Whether a host responds on a home. */
    @SuppressWarnings("try") // Connecting is enough.
    public static boolean answers(HostHome home) {
        try (HostClient client = HostClient.connect(HomeOption.Named.explicitly(home))) {
            return true;
        } catch (CommandException e) {
            return false;
        }
    }

    /**
     * Waits until the host responds.
     *
     * @throws CommandException if the host ends before it responds; the message contains its output
     */
    public void awaitReady() throws CommandException, IOException, InterruptedException {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (!answers(home)) {
            if (!process.isAlive()) {
                throw new CommandException(ExitStatus.FAILED, reasons());
            }
            if (System.nanoTime() > end) {
                throw new CommandException(
                        ExitStatus.FAILED,
                        "host on home '%s' is not ready after %d seconds, and is still starting;"
                                        .formatted(home.root(), MAX_WAIT.toSeconds())
                                + " its log is '%s'".formatted(home.logs().resolve("vexhost.log")));
            }
            Thread.sleep(POLL_MILLIS);
        }
        if (!process.isAlive()) {
            throw new CommandException(ExitStatus.FAILED, reasons());
        }
    }

    private List<String> reasons() throws IOException {
        byte[] printed;
        try (var in = Files.newInputStream(home.console())) {
            printed = in.readNBytes(MAX_OUTPUT_BYTES);
        }
        List<String> lines =
                new String(printed, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .map(
                                line ->
                                        line.startsWith(PREFIX)
                                                ? line.substring(PREFIX.length())
                                                : line)
                        .toList();
        List<String> reasons = new ArrayList<>();
        if (lines.isEmpty() || process.exitValue() != ExitStatus.FAILED) {
            reasons.add("host ended with status %d".formatted(process.exitValue()));
        }
        reasons.addAll(lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
        return reasons;
    }
}
