package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** What containers do to a process, by the namespaces of Linux. */
final class Namespaces {

    private static final Path PROC = Path.of("/proc");

    private Namespaces() {}

    /** Skips the test, and prints why, where no namespaces can be made. */
    static void require() throws IOException, InterruptedException {
        Optional<String> problem = problem();
        problem.ifPresent(text -> System.out.println("skipped: " + text));
        assumeTrue(problem.isEmpty(), () -> problem.orElse(""));
    }

    private static Optional<String> problem() throws IOException, InterruptedException {
        for (String program : List.of("unshare", "setpriv")) {
            if (!Files.isExecutable(Path.of("/usr/bin", program))) {
                return Optional.of("there is no /usr/bin/" + program);
            }
        }
        Reply reply =
                HostProcess.execute(
                        "",
                        List.of(
                                "unshare",
                                "--mount",
                                "--pid",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "sh",
                                "-c",
                                "mount --bind /tmp /tmp && mount -o remount,ro,bind /tmp"));
        return reply.status() == 0
                ? Optional.empty()
                : Optional.of("namespaces cannot be made [%s]".formatted(reply.err()));
    }

    /** Skips the test, and prints why, where a user cannot reach a program, or Java. */
    static void requireProgram(int user, String program) throws IOException, InterruptedException {
        String java = Optional.ofNullable(System.getenv("JAVA_HOME")).orElse("/usr");
        for (String each : List.of(program, java + "/bin/java")) {
            Reply reply =
                    HostProcess.execute(
                            "",
                            List.of(
                                    "setpriv",
                                    "--reuid=" + user,
                                    "--regid=" + user,
                                    "--clear-groups",
                                    "test",
                                    "-x",
                                    each));
            if (reply.status() != 0) {
                System.out.println("skipped: other users cannot run " + each);
            }
            assumeTrue(reply.status() == 0, () -> "other users cannot run " + each);
        }
    }

    /**
     * Returns the beginning of a command line that runs a program as a user, without groups and
     * without the caller's environment, where every file is read-only but those of one folder. The
     * folder is given to the user.
     *
     * @param variables of the environment, like {@code NAME=VALUE}; there is no HOME
     */
    static List<String> readOnlyRoot(Path writable, int user, String... variables)
            throws IOException, InterruptedException {
        Reply owned =
                HostProcess.execute(
                        "", List.of("chown", "-R", user + ":" + user, writable.toString()));
        assertTrue(owned.status() == 0, owned::toString);
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--mount",
                                "sh",
                                "-c",
                                // The folder becomes a mount of its own, then all others are
                                // closed.
                                """
                                mount --bind "$0" "$0" || exit 99
                                while read -r _ place _; do
                                    case $place in
                                        "$0" | /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) ;;
                                        *) mount -o remount,ro,bind "$place" || exit 98 ;;
                                    esac
                                done < /proc/mounts
                                exec "$@"
                                """,
                                writable.toString(),
                                "setpriv",
                                "--reuid=" + user,
                                "--regid=" + user,
                                "--clear-groups",
                                "env",
                                "-i",
                                "PATH=" + System.getenv("PATH")));
        Optional.ofNullable(System.getenv("JAVA_HOME"))
                .ifPresent(java -> line.add("JAVA_HOME=" + java));
        line.addAll(List.of(variables));
        return line;
    }

    /** Returns the first process of the namespace that {@code unshare} made. */
    static ProcessHandle firstProcess(Process unshare) {
        return unshare.children()
                .findFirst()
                .orElseThrow(() -> new AssertionError("unshare has no child"));
    }

    /** Returns the children of a process, those included that ended and were not reaped. */
    static List<String> childrenOf(long parent) throws IOException {
        List<String> children = new ArrayList<>();
        try (Stream<Path> all = Files.list(PROC)) {
            for (Path each : all.filter(path -> path.toString().matches("/proc/\\d+")).toList()) {
                String stat = stat(each);
                // After the name come the state and the parent.
                if (stat.substring(stat.lastIndexOf(')') + 1).matches(" \\S " + parent + " .*")) {
                    children.add(stat);
                }
            }
        }
        return children;
    }

    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat")).strip();
        } catch (IOException e) {
            return ""; // It has ended meanwhile.
        }
    }
}
