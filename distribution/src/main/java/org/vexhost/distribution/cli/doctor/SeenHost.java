package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.distribution.cli.client.HostQuestions;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.host.HostHome;

/**
 * The state of the host on a home, as another process sees it.
 *
 * @param process process id of the host; empty if no host runs
 * @param status the lines of {@code vexhost status}; empty if the host does not answer
 * @param error reason why the host does not answer; empty if the host answers or no host runs
 */
public record SeenHost(OptionalLong process, List<String> status, String error) {

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Pattern HEAP = Pattern.compile("heap: \\d{1,9} of (\\d{1,9}) MiB");

    /** Copies the lines. */
    public SeenHost {
        status = List.copyOf(status);
    }

    static SeenHost absent() {
        return new SeenHost(OptionalLong.empty(), List.of(), "");
    }

    /** Asks the host of a home for its status. If the host does not answer, this takes 10 s. */
    public static SeenHost of(HostHome home) {
        if (!Files.isExecutable(home.run())) {
            return absent();
        }
        try {
            List<String> lines = new HostQuestions(home, MAX_WAIT).status().lines().toList();
            return new SeenHost(processOf(lines), lines, "");
        } catch (CommandException e) {
            OptionalLong holder = lockHolder(home.lock());
            return holder.isPresent()
                    ? new SeenHost(holder, List.of(), String.join("; ", e.lines()))
                    : absent();
        }
    }

    private static OptionalLong processOf(List<String> lines) {
        for (String line : lines) {
            if (line.matches("process: \\d{1,18}")) {
                return OptionalLong.of(Long.parseLong(line.substring("process: ".length())));
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the id of the process that holds the lock of a home. */
    private static OptionalLong lockHolder(Path lock) {
        try {
            String text = Files.isWritable(lock) ? Files.readString(lock).strip() : "";
            if (!text.matches("\\d{1,18}")) {
                return OptionalLong.empty();
            }
            long process = Long.parseLong(text);
            // Locking is tried only if the process exists. Otherwise the attempt could disturb a
            // host that is just starting.
            boolean isHeld = ProcessHandle.of(process).isPresent() && isHeld(lock);
            return isHeld ? OptionalLong.of(process) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static boolean isHeld(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** Whether a host runs and answers. */
    public boolean isAnswering() {
        return !status.isEmpty();
    }

    /** Whether a process holds the lock of the home but does not answer. */
    boolean isSilent() {
        return process.isPresent() && status.isEmpty();
    }

    /** The maximum heap of the host in bytes; empty if the host does not report it. */
    OptionalLong heapBytes() {
        for (String line : status) {
            Matcher matcher = HEAP.matcher(line);
            if (matcher.matches()) {
                return OptionalLong.of(Long.parseLong(matcher.group(1)) << 20);
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Returns a file in the host's folder below {@code /proc}; empty if this process cannot read
     * it.
     *
     * @param name for example {@code limits}
     */
    public Optional<Path> file(String name) {
        return process.isPresent()
                ? Optional.of(Path.of("/proc", Long.toString(process.getAsLong()), name))
                        .filter(Files::isReadable)
                : Optional.empty();
    }
}
