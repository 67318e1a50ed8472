package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** Any WASI command, without a host. */
@DisplayName("vexhost exec")
class ExecIT {

    private static final int SIGINT = 2;

    private static final Pattern GUEST_CLASS = Pattern.compile("guest/[\\w-]{22}/");
    private static final Path GUESTS = Path.of(System.getProperty("vexhost.test.guests", ""));
    private static final String PROBE = GUESTS.resolve("exec-probe.wasm").toString();

    @TempDir Path folder;

    private static Reply exec(String... words) throws IOException, InterruptedException {
        return HostProcess.command(
                Stream.concat(Stream.of("exec"), Stream.of(words)).toArray(String[]::new));
    }

    private static Reply probe(String... words) throws IOException, InterruptedException {
        return exec(Stream.concat(Stream.of(PROBE, "--"), Stream.of(words)).toArray(String[]::new));
    }

    private Reply shell(String script) throws IOException, InterruptedException {
        return shell(script, "");
    }

    /** Runs a line of the shell; {@code $exec} begins a command. */
    private Reply shell(String script, String input) throws IOException, InterruptedException {
        String line =
                "cd '%s'; exec='%s exec'; probe='%s'; %s"
                        .formatted(folder, HostProcess.script(), PROBE, script);
        return HostProcess.execute(input, List.of("bash", "-c", line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"every-function", "every-error"})
    void answersEveryFunctionOfWasiAsSpecified(String program) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path read = Files.createDirectory(folder.resolve("read"));
        Files.writeString(read.resolve("file"), "read only");
        Reply reply =
                HostProcess.commandWithInput(
                        "input",
                        "exec",
                        "--dir",
                        data + "::/data",
                        "--dir",
                        read + "::/read:ro",
                        "--env",
                        "LANG=de",
                        GUESTS.resolve(program + ".wasm").toString(),
                        "--",
                        "zwölf");
        assertEquals(new Reply(0, "0 failures", ""), reply);
    }

    @Test
    void givesTheGuestItsOptions() throws Exception {
        Reply reply = exec(PROBE, "arguments", "-c", "--stats", "-h");
        assertEquals(new Reply(0, "-c\n--stats\n-h", ""), reply);
        Reply wrong = exec(PROBE, "--fule", "5", "arguments");
        assertEquals(125, wrong.status());
        assertEquals(
                """
                vexhost: Unknown option: '--fule'
                Did you mean: --fuel?
                Options of the program itself follow '--'.
                'vexhost exec --help' explains its use.""",
                wrong.err());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "3,3", "134,134", "255,255", "256,255", "4294967295,255"})
    void endsWithTheStatusOfTheGuestOr255(String code, int status) throws Exception {
        assertEquals(new Reply(status, "", ""), probe("exit", code));
    }

    @Test
    void endsWith134AfterATrap() throws Exception {
        Reply reply = probe("trap");
        assertEquals(134, reply.status());
        assertTrue(
                reply.err()
                        .matches(
                                "vexhost: EXECUTION_FAILED/TRAP: Tool 'exec-probe.wasm' trapped"
                                        + " \\[unreachable, in .*, called by .*\\]"),
                reply::err);
    }

    @Test
    void endsWith124OutOfFuelOrTime() throws Exception {
        Reply fuel = exec("--fuel", "100", PROBE, "--", "arguments");
        assertEquals(124, fuel.status(), fuel::err);
        assertTrue(fuel.err().startsWith("vexhost: TIMEOUT/FUEL: "), fuel::err);
        Reply asleep = exec("--timeout", "PT1S", PROBE, "--", "sleep", "600");
        assertEquals(124, asleep.status(), asleep::err);
        assertTrue(asleep.err().startsWith("vexhost: TIMEOUT/WALL_CLOCK: "), asleep::err);
        Path loops = HostProcess.HOSTILE.resolve("command-loops.wasm");
        assertEquals(124, exec("--timeout", "1", loops.toString()).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--fuel 0 $probe",
                "--fuel many $probe",
                "--memory -1 $probe",
                "--timeout soon $probe",
                "--env NOEQUALS $probe",
                "--env =x $probe",
                "--dir missing $probe",
                "--dir missing::/x $probe",
                "--dir file::/x $probe",
                "--unknown $probe",
                "missing.wasm",
                ".",
                "file"
            })
    void endsWith125WhenNothingIsRun(String words) throws Exception {
        Files.writeString(folder.resolve("file"), "no module");
        Reply reply = shell("$exec " + words);
        assertEquals(125, reply.status(), reply::err);
        assertEquals("", reply.out());
        assertTrue(reply.err().lines().count() >= 1, reply::err);
        assertTrue(reply.err().lines().noneMatch(line -> line.startsWith("\tat ")), reply::err);
    }

    @Test
    void saysWhatAFileIsThatIsNotRunAndWhatToDo() throws Exception {
        Path file = folder.resolve("component.wasm");
        Files.write(file, new byte[] {0, 'a', 's', 'm', 13, 0, 1, 0});
        assertEquals(
                new Reply(
                        125,
                        "",
                        "vexhost: file is a component, not a core WebAssembly module; build for"
                                + " wasm32-wasip1 instead of wasm32-wasip2, or take the core module"
                                + " out with 'wasm-tools component unbundle'"),
                exec(file.toString()));
    }

    @Test
    void printsOneJsonObjectOfStatistics() throws Exception {
        Reply reply = exec("--stats", PROBE, "--", "exit", "7");
        assertEquals(7, reply.status());
        assertTrue(
                reply.err()
                        .matches(
                                "\\{\"fuelConsumed\":\\d+,\"hostFuelConsumed\":\\d+,\"peakMemoryBytes\":\\d+,"
                                        + "\"compileNanos\":\\d+,\"durationNanos\":\\d+,\"exitStatus\":7}"),
                reply::err);
    }

    @Test
    void givesArgumentsAsTheyAreWhateverTheLocale() throws Exception {
        Reply reply =
                shell("LC_ALL=POSIX $exec $probe -- arguments 'a  b' '' '--dir' 'zwölf 港 🌊' '*'");
        assertEquals(new Reply(0, "a  b\n\n--dir\nzwölf 港 🌊\n*", ""), reply);
    }

    @Test
    void givesOnlyTheVariablesThatAreNamed() throws Exception {
        Reply reply =
                shell(
                        "SECRET=x $exec --env B='x=y z=ü' --env A= --env B_2=2 $probe --"
                                + " environment");
        assertEquals(new Reply(0, "A=\nB=x=y z=ü\nB_2=2", ""), reply);
    }

    @Test
    void givesTheDirectoriesThatAreNamed() throws Exception {
        Files.createDirectories(folder.resolve("one/deep"));
        Files.createDirectory(folder.resolve("two"));
        Files.writeString(folder.resolve("one/ä.txt"), "one");
        Files.writeString(folder.resolve("two/file"), "two");
        String both = "$exec --dir one::/one --dir two::/one/two:ro $probe -- ";
        assertEquals("one", shell(both + "cat /one/ä.txt").out());
        assertEquals("two", shell(both + "cat /one/two/file").out());
        assertEquals(".\n..\ndeep\nä.txt", shell(both + "list /one").out());
        assertEquals(0, shell(both + "save /one/new text").status());
        assertEquals("text", Files.readString(folder.resolve("one/new")));
        Reply refused = shell(both + "save /one/two/new text");
        assertEquals(
                new Reply(1, "", "/one/two/new: Read-only file system"), refused, refused::err);
        assertEquals("two", shell("$exec --dir two::/ $probe -- cat /file").out());
        assertEquals("two", shell("$exec --dir two::. $probe -- cat file").out());
        assertEquals("two", shell("$exec --dir two:ro $probe -- cat two/file").out());
        assertEquals("two", shell("cd two; $exec --dir . $probe -- cat file").out());
        assertEquals(1, shell("$exec --dir two::/two $probe -- list /one").status());
        // What is elsewhere in it, such as /proc, does not matter.
        assertEquals(0, shell("$exec --dir /::/ $probe -- save $PWD/two/new text").status());
        assertEquals("text", Files.readString(folder.resolve("two/new")));
    }

    @Test
    void passesLargeBinaryInputThrough() throws Exception {
        byte[] input = new byte[20_000_000];
        new Random(1).nextBytes(input);
        Files.write(folder.resolve("in"), input);
        assertEquals(0, shell("$exec $probe -- cat < in > out").status());
        assertArrayEquals(input, Files.readAllBytes(folder.resolve("out")));
        assertEquals(
                0, shell("set -o pipefail; cat in | $exec $probe -- cat | cat > piped").status());
        assertArrayEquals(input, Files.readAllBytes(folder.resolve("piped")));
    }

    @Test
    void worksWithStreamsThatAreClosed() throws Exception {
        assertEquals(new Reply(2, "", ""), shell("$exec $probe -- cat <&-"));
        assertEquals(new Reply(1, "", ""), shell("echo x | $exec $probe -- cat >&-"));
        assertEquals(new Reply(0, "", ""), shell("$exec $probe -- cat < /dev/null"));
    }

    @Test
    void tellsTheGuestThatNobodyReadsAnyMore() throws Exception {
        Reply reply = shell("$exec $probe -- yes | head -n 1; echo ${PIPESTATUS[0]}");
        assertEquals(new Reply(0, "y\n3", "Broken pipe"), reply);
    }

    @Test
    void endsAGuestThatGoesOnWritingToNobody() throws Exception {
        Reply reply = shell("$exec $probe -- yes-regardless | head -n 1; echo ${PIPESTATUS[0]}");
        assertEquals(new Reply(0, "y\n141", ""), reply);
    }

    @Test
    void keepsTheOrderOfWhatIsWrittenToBothOutputs() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.add("%02d".formatted(i));
        }
        assertEquals(String.join("\n", lines), shell("$exec $probe -- both 2>&1").out());
    }

    /**
     * A job in the background of a shell without job control is started so, and so are its
     * children.
     */
    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored =
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .findFirst()
                        .orElse("SigIgn:\t0");
        long signals = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
        return (signals & (1L << (SIGINT - 1))) != 0;
    }

    private static void drain(InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It ends with the process.
        }
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void endsBySignals(String signal, int status) throws Exception {
        // A background process of a shell ignores SIGINT, so it is one of ours.
        Process process =
                new ProcessBuilder(HostProcess.script(), "exec", PROBE, "--", "yes")
                        .redirectError(folder.resolve("err").toFile())
                        .start();
        try {
            assertEquals('y', process.getInputStream().read());
            assumeFalse(ignoresInterrupts(process), "whoever started the tests ignores SIGINT");
            Reply kill =
                    HostProcess.execute(
                            "", List.of("kill", "-" + signal, Long.toString(process.pid())));
            assertEquals(0, kill.status(), kill::err);
            new Thread(() -> drain(process.getInputStream()), "reader").start();
            assertTrue(process.waitFor(HostProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals(status, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
        assertEquals("", Files.readString(folder.resolve("err")));
    }

    @Test
    void keepsCodeOfGuestsOutOfTheArchiveOfClasses() throws Exception {
        Path cache = folder.resolve("cache");
        String script = HostProcess.script();
        Reply reply =
                HostProcess.execute(
                        "",
                        List.of(
                                "env",
                                "VEXHOST_CACHE=" + cache,
                                script,
                                "exec",
                                PROBE,
                                "exit",
                                "3"));
        assertEquals(new Reply(3, "", ""), reply);
        Path archive;
        try (Stream<Path> files = Files.list(cache)) {
            archive =
                    files.filter(each -> each.toString().endsWith(".new")).findAny().orElseThrow();
        }
        String content = Files.readString(archive, StandardCharsets.ISO_8859_1);
        assertTrue(content.contains("org/vexhost/sandbox/compile/GuestClassLoader"));
        assertFalse(GUEST_CLASS.matcher(content).find());
    }

    @Test
    void repeatsBitForBitWhatIsDeterministic() throws Exception {
        for (String name : List.of("one", "two")) {
            Files.createDirectory(folder.resolve(name));
        }
        for (int i = 0; i < 50; i++) { // made in another order, so a file system may list another
            Files.createFile(folder.resolve("one/" + i));
            Files.createFile(folder.resolve("two/" + (49 - i)));
        }
        String clocks = "$exec --deterministic --stats $probe -- clocks";
        assertEquals(withoutTime(shell(clocks)), withoutTime(shell(clocks)));
        assertTrue(shell(clocks).out().startsWith("1704067200.000000000 1.000000000 "));
        String list = "$exec --deterministic --stats --dir %s::/d $probe -- list /d";
        assertEquals(
                withoutTime(shell(list.formatted("one"))),
                withoutTime(shell(list.formatted("two"))));
        assertNotEquals(shell("$exec $probe -- clocks").out(), shell(clocks).out());
    }

    private static Reply withoutTime(Reply reply) {
        return new Reply(
                reply.status(),
                reply.out(),
                reply.err().replaceAll("(\"(compile|duration)Nanos\"):\\d+", "$1:0"));
    }
}
