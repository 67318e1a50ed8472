package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.CallLoad.Answer;
import org.vexhost.distribution.cli.CallLoad.Outcome;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.host.HostHome;

/** The life of a host as operators know it, from {@code start} to {@code stop}, under calls. */
@DisplayName("A host that is restarted under calls")
class RestartUnderLoadIT {

    private static final int CALLS = 1_000;
    private static final Pattern READY =
            Pattern.compile("vexhost \\S+ is ready on '.*' \\[process (\\d+)]");

    /** A user that no file of the system knows. */
    private static final int UNKNOWN_USER = 12_345;

    @TempDir Path folder;
    private HostHome home;
    private Path cache;

    @BeforeEach
    void makeAHome() throws IOException {
        home = new HostHome(folder.resolve("home"));
        cache = folder.resolve("cache");
        Files.createDirectories(home.etc());
        Files.createDirectories(home.tools());
        Files.writeString(home.etc().resolve("org.vexhost.engine.cfg"), "warmUp=false\n");
        // One file, so that its lines can be counted.
        Files.writeString(
                home.etc().resolve("org.vexhost.audit.cfg"),
                "calls=true\nmaxFileBytes=1073741824\nmaxBytes=4294967296\n");
        for (String file : List.of("echo.tool.json", "echo.wasm")) {
            Files.copy(
                    HostProcess.EXAMPLES.resolve("echo").resolve(file), home.tools().resolve(file));
        }
        Files.copy(HostProcess.HOSTILE.resolve("loop-br.wasm"), home.tools().resolve("busy.wasm"));
        Files.writeString(
                home.tools().resolve("busy.tool.json"),
                HostProcess.descriptor(
                        "busy",
                        "1.0.0",
                        ", \"limits\": {\"maxFuel\": 1000000000000, \"timeout\": \"PT3S\"}"));
    }

    private Reply command(String... words) throws Exception {
        return command(List.of(), words);
    }

    private Reply command(List<String> prefix, String... words) throws Exception {
        List<String> line = new ArrayList<>(prefix);
        if (prefix.isEmpty()) {
            line.addAll(List.of("env", "VEXHOST_CACHE=" + cache));
        }
        line.addAll(List.of(HostProcess.script(), words[0], "--home", home.root().toString()));
        line.addAll(List.of(words).subList(1, words.length));
        return HostProcess.execute("", line);
    }

    /** Runs {@code start} or {@code restart}; gives the number of the process. */
    private long begin(List<String> prefix, String word) throws Exception {
        Reply reply = command(prefix, word);
        assertEquals(0, reply.status(), reply::toString);
        Matcher ready = READY.matcher(reply.out());
        assertTrue(ready.matches(), reply::toString);
        return Long.parseLong(ready.group(1));
    }

    @Test
    void answersAllAcceptedCallsAndLeavesNothingBehindTwiceInARow() throws Exception {
        try {
            long before = 0;
            for (int round = 0; round < 2; round++) {
                long started = begin(List.of(), "start");
                assertNotEquals(before, started);
                before = restartUnderCalls(started);
                stop(before);
            }
        } finally {
            endAll();
        }
    }

    @Test
    void comesBackAfterItWasKilledUnderCalls() throws Exception {
        try {
            long started = begin(List.of(), "start");
            List<Answer> answers;
            long restarted;
            try (CallLoad load = CallLoad.begin(home)) {
                load.await(CALLS);
                assertTrue(ProcessHandle.of(started).orElseThrow().destroyForcibly());
                awaitNoProcess(started);
                // What a killed host reserved is freed by a start two hours later.
                for (Path reserve : reserves()) {
                    Files.delete(reserve);
                }
                assertEquals(6, command("status").status());
                restarted = begin(List.of(), "restart");
                load.await(CALLS);
                answers = load.end();
            }
            assertAnswered(answers);
            assertNotEquals(started, restarted);
            stop(restartUnderCalls(restarted));
        } finally {
            endAll();
        }
    }

    private static void assertAnswered(List<Answer> answers) {
        for (Answer answer : answers) {
            assertNotEquals(Outcome.WRONG, answer.outcome(), answer::toString);
        }
    }

    /** Calls a tool whose calls take seconds, and returns while the host runs the call. */
    private CompletableFuture<Reply> beginLongCall() throws IOException, InterruptedException {
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            CompletableFuture<Reply> call = HostProcess.callLater(home, "busy", "{}");
            while (!call.isDone()) {
                if (HostProcess.isCallRunning(home, "busy")) {
                    return call;
                }
                Thread.sleep(5);
            }
        }
        return fail("no call of busy is seen running");
    }

    private void assertRuns(long process) throws Exception {
        Reply status = command("status");
        assertEquals(0, status.status(), status::toString);
        assertTrue(status.out().contains("process: " + process), status::out);
    }

    /** Restarts the host while it is called; gives the number of the new process. */
    private long restartUnderCalls(long started) throws Exception {
        List<Answer> answers;
        long restarted;
        long audited = accepted();
        CompletableFuture<Reply> longCall;
        try (CallLoad load = CallLoad.begin(home)) {
            load.await(CALLS);
            longCall = beginLongCall();
            restarted = begin(List.of(), "restart");
            load.await(CALLS);
            answers = load.end();
        }
        assertNotEquals(started, restarted);
        Reply last = longCall.get(HostProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertTrue(last.err().startsWith("TIMEOUT/WALL_CLOCK: "), last::toString);
        assertAnswered(answers);
        long right = answers.stream().filter(Answer::isRight).count();
        assertTrue(right >= 2 * CALLS, () -> right + " calls");
        assertRuns(restarted);
        awaitAudited(audited + right);
        return restarted;
    }

    /** The audit log has a line for each call that the host accepted and answered. */
    private long accepted() throws IOException {
        Path log = home.logs().resolve("audit.log");
        if (Files.notExists(log)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("\"kind\":\"call\""))
                    .filter(line -> line.contains("\"tool\":\"echo\""))
                    .filter(line -> line.contains("\"outcome\":\"success\""))
                    .count();
        }
    }

    /** Waits for the thread that writes; a line too many is a call whose answer was lost. */
    private void awaitAudited(long wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (accepted() < wanted && System.nanoTime() < end) {
            Thread.sleep(200);
        }
        assertEquals(wanted, accepted());
    }

    private void stop(long process) throws Exception {
        Reply reply = command("stop");
        assertEquals(new Reply(0, "", ""), reply);
        assertLeftNothing(process);
        assertEquals(6, command("status").status());
    }

    /** Nothing may be waited for here: stop returns when the host has ended. */
    private void assertLeftNothing(long process) throws IOException {
        assertEquals(List.of(), processes(), "processes of a host on this home");
        assertFalse(isAlive(process), "the process of the host still runs");
        assertFalse(Files.exists(home.socket()), "the socket stays");
        try (Stream<Path> files = Files.list(home.run())) {
            // The framework's own folder is emptied when the next host starts.
            assertEquals(
                    List.of(home.lock()),
                    files.filter(file -> !file.endsWith("framework")).toList());
        }
        assertEquals("", Files.readString(home.lock()), "the lock names a process");
        assertEquals(List.of(), reserves());
    }

    /** The files that reserve space on the disk for an archive of classes. */
    private List<Path> reserves() throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".reserve")).toList();
        }
    }

    /** A process that has ended and that its parent has not asked for yet is not alive. */
    private static boolean isAlive(long process) {
        String state;
        try {
            String text = Files.readString(Path.of("/proc/" + process + "/stat"));
            state = text.substring(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3);
        } catch (IOException e) {
            return Files.notExists(Path.of("/proc/self/stat"))
                    && ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
        }
        return !state.equals("Z") && !state.equals("X");
    }

    private static void awaitNoProcess(long process) throws InterruptedException {
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (isAlive(process)) {
            assertTrue(System.nanoTime() < end, "a killed host does not end");
            Thread.sleep(10);
        }
    }

    /** The processes whose command line names the home. */
    private List<String> processes() throws IOException {
        Path all = Path.of("/proc");
        if (!Files.isDirectory(all.resolve("self"))) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (Stream<Path> each = Files.list(all)) {
            for (Path process :
                    each.filter(path -> path.toString().matches("/proc/\\d+")).toList()) {
                String line = line(process);
                if (line.contains(home.root().toString())) {
                    found.add(process + " " + line);
                }
            }
        }
        return found;
    }

    private static String line(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // It has ended meanwhile.
        }
    }

    private void endAll() throws Exception {
        if (!processes().isEmpty()) {
            Reply ignored = command("stop");
        }
    }

    @Test
    void drainsAsTheFirstProcessOfAContainerAndNeedsNobodyToReapItsChildren() throws Exception {
        Namespaces.require();
        List<String> container =
                List.of(
                        "env",
                        "VEXHOST_CACHE=" + cache,
                        // Makes the host start a program, which fails here.
                        "NOTIFY_SOCKET=" + folder.resolve("absent"),
                        "unshare",
                        "--pid",
                        "--fork",
                        "--mount-proc",
                        "--kill-child");
        try (HostProcess host = HostProcess.start(home.root(), "", container)) {
            ProcessHandle first = Namespaces.firstProcess(host.process());
            assertEquals("1", Files.readString(home.lock()));
            try (CallLoad load = CallLoad.begin(home)) {
                load.await(CALLS);
                CompletableFuture<Reply> longCall = beginLongCall();
                assertEquals(List.of(), Namespaces.childrenOf(first.pid()));
                assertTrue(first.destroy());
                assertEquals(0, host.awaitEnd(), host::printed);
                Reply last = longCall.get(HostProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertTrue(last.err().startsWith("TIMEOUT/WALL_CLOCK: "), last::toString);
                assertAnswered(load.end());
            }
            assertLeftNothing(first.pid());

            host.restart();
            first = Namespaces.firstProcess(host.process());
            assertEquals(0, host.awaitCall("echo", "{}").status());
            assertTrue(first.destroyForcibly());
            // unshare(1) ends with 1 or 137, by version.
            assertNotEquals(0, host.awaitEnd());

            host.restart();
            first = Namespaces.firstProcess(host.process());
            assertEquals(0, host.awaitCall("echo", "{}").status());
            assertEquals(new Reply(0, "", ""), command("stop"));
            assertEquals(0, host.awaitEnd(), host::printed);
            assertLeftNothing(first.pid());
        }
    }

    @Test
    void runsOnAReadOnlyRootAsAUserThatTheSystemDoesNotKnow() throws Exception {
        Namespaces.require();
        Namespaces.requireProgram(UNKNOWN_USER, HostProcess.script());
        Files.createDirectory(cache);
        List<String> withCache =
                Namespaces.readOnlyRoot(folder, UNKNOWN_USER, "VEXHOST_CACHE=" + cache);
        List<String> bare = Namespaces.readOnlyRoot(folder, UNKNOWN_USER);
        Reply probe = HostProcess.execute("", append(bare, "touch", folder.getParent() + "/probe"));
        assertTrue(probe.err().contains("Read-only file system"), probe::toString);
        for (List<String> user : List.of(withCache, bare)) {
            try {
                long started = begin(user, "start");
                Reply call = command(user, "call", "--wait", "echo", "{\"n\":1}");
                assertEquals(new Reply(0, "{\"n\":1}", ""), call);
                assertEquals(UNKNOWN_USER, Files.getAttribute(home.socket(), "unix:uid"));
                Reply status = command(user, "status");
                assertTrue(status.out().contains("process: " + started), status::toString);
                long restarted = begin(user, "restart");
                assertNotEquals(started, restarted);
                call = command(user, "call", "--wait", "echo", "{\"n\":2}");
                assertEquals(new Reply(0, "{\"n\":2}", ""), call);
                assertEquals(new Reply(0, "", ""), command(user, "stop"));
                assertLeftNothing(restarted);
            } finally {
                if (!processes().isEmpty()) {
                    Reply ignored = command(user, "stop");
                }
            }
        }
        try (Stream<Path> archives = Files.list(cache)) {
            assertTrue(archives.findAny().isPresent(), "no archive of classes");
        }
        assertFalse(Files.readString(home.logs().resolve("vexhost.log")).contains(" ERROR "));
    }

    private static List<String> append(List<String> prefix, String... words) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(words));
        return line;
    }
}
