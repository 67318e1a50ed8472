package org.vexhost.distribution.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.vexhost.distribution.cli.client.HostClient;
import org.vexhost.distribution.cli.option.HomeOption;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.cli.terminal.TerminalOutput;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.launch.HostLauncher;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code vexhost stop}: stops the host of a home. */
@Command(
        name = "stop",
        description = "Drains the running host, stops it, and returns when it has ended.")
final class StopCommand implements Callable<Integer> {

    /** The time after which the host has ended, even if calls are still running. */
    private static final Duration MAX_WAIT = HostLauncher.MAX_STOP.plusMinutes(1);

    private static final long POLL_MILLIS = 20;

    @Mixin private HomeOption homeOption = new HomeOption();

    StopCommand() {}

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        return stop(homeOption);
    }

    /**
     * Stops a host and waits until it has ended.
     *
     * @return the exit status that the host sent
     * @throws CommandException if no host runs on the home, or if the host does not end
     */
    static int stop(HomeOption homeOption)
            throws CommandException, IOException, InterruptedException {
        HostHome home = homeOption.home();
        try (HostClient client = HostClient.connect(homeOption.named())) {
            client.send(Frame.of(FrameType.STOP));
            int status =
                    client.receive(
                            TerminalOutput.Content.TEXT, System.out, System.err, usage -> {});
            if (status != ExitStatus.OK) {
                return status;
            }
        }
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (isLocked(home)) {
            if (System.nanoTime() > end) {
                throw new CommandException(
                        ExitStatus.FAILED,
                        "host on home '%s' still runs after %d seconds"
                                .formatted(home.root(), MAX_WAIT.toSeconds()));
            }
            Thread.sleep(POLL_MILLIS);
        }
        return ExitStatus.OK;
    }

    private static boolean isLocked(HostHome home) throws IOException {
        try (FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
