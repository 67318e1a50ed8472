package org.vexhost.distribution.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

/**
 * Hosts that have little of something go through a {@link ScriptedHour}. How often they do is the
 * system property {@code vexhost.small.rounds}, which the profile {@code small-hosts} sets.
 */
@DisplayName("A small host does not hang, recovers, and says why it refuses")
class SmallHostsIT {

    private static final int ROUNDS = Integer.getInteger("vexhost.small.rounds", 0);

    /** Ten times what a step takes on a machine that is busy. */
    private static final Duration MAX_STEP = Duration.ofMinutes(8);

    @TempDir Path folder;

    @Test
    void withAHeapOf256MiB() throws Exception {
        try (Confinement small = Confinement.heap()) {
            live(small);
        }
    }

    @Test
    void with512MiBOfMemoryInAll() throws Exception {
        try (Confinement small = Confinement.memory()) {
            live(small);
        }
    }

    @Test
    void with64FileHandlesLeft() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "there is no prlimit");
        try (Confinement small = Confinement.files()) {
            live(small);
        }
    }

    @Test
    void with60Threads() throws Exception {
        Optional<Confinement> threads = ROUNDS == 0 ? Optional.empty() : Confinement.threads();
        assumeTrue(threads.isPresent(), "threads cannot be limited here");
        try (Confinement small = threads.orElseThrow()) {
            live(small);
        }
    }

    private void live(Confinement small) throws Exception {
        assumeTrue(ROUNDS > 0, "the profile small-hosts runs this");
        System.out.printf("small hosts: %s%n", small);
        Path home = folder.resolve("home");
        Answers answers = new Answers();
        long start = System.nanoTime();
        try (HostProcess host = small.start(home);
                Steps steps = new Steps(host, MAX_STEP)) {
            ScriptedHour hour = new ScriptedHour(host, steps, answers);
            hour.run(ROUNDS);
            steps.run("stop", () -> hour.stopUnderCalls(() -> stop(host)));
            System.out.printf(
                    "small hosts: %s: %d s, %s; %s; slowest in ms %s%n",
                    small,
                    Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                    answers,
                    small.usage(),
                    steps);
            assertEquals(List.of(), answers.allWrong());
            assertTrue(answers.rightCount() > 100L * ROUNDS, answers::toString);
            assertSaysWhatItMeans(host);
        }
    }

    private static void stop(HostProcess host) throws Exception {
        String home = host.home().root().toString();
        Reply reply =
                HostProcess.execute("", List.of(HostProcess.script(), "stop", "--home", home));
        assertEquals(0, reply.status(), reply::err);
        assertEquals(0, host.awaitEnd());
    }

    /** Nothing went past the log, and nothing in the log is a surprise of the host's own. */
    private static void assertSaysWhatItMeans(HostProcess host) throws Exception {
        List<String> printed =
                host.printed().lines().filter(line -> !line.contains(" is ready on ")).toList();
        assertEquals(List.of(), printed);
        List<String> errors = host.log().lines().filter(line -> line.contains(" ERROR ")).toList();
        assertEquals(List.of(), errors);
    }
}
