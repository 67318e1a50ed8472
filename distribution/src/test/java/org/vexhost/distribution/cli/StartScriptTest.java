package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script tells the JVM. The JVM is another script here, which prints what it is told. */
@DisplayName("The start script")
class StartScriptTest {

    private static final String SERIAL = "-XX:+UseSerialGC";
    private static final String USES = "-XX:SharedArchiveFile=";
    private static final String WRITES = "-XX:ArchiveClassesAtExit=";

    /** Takes an archive for whole if it says so; writes $ARCHIVE as one when it ends. */
    private static final String JAVA =
            """
            #!/bin/sh
            for word; do
                if [ "$word" = -version ]; then
                    for other; do
                        case $other in
                            -XX:SharedArchiveFile=*) grep -q whole "${other#*=}"; exit ;;
                        esac
                    done
                fi
            done
            printf '%s\\n' "$@"
            for word; do
                case $word in
                    -XX:ArchiveClassesAtExit=*) printf '%s' "$ARCHIVE" > "${word#*=}" ;;
                    -Dvexhost.reserve=?*) [ -n "$KILLED" ] || rm "${word#*=}" ;;
                esac
            done
            """;

    @TempDir Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Path script;
    private Path cache;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell");
        Path bin = Files.createDirectories(folder.resolve("vexhost/bin"));
        Files.createDirectories(folder.resolve("vexhost/lib"));
        Files.writeString(folder.resolve("vexhost/lib/vexhost-test.jar"), "jar");
        script = Files.copy(Path.of("src/main/dist/bin/vexhost"), bin.resolve("vexhost"));
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
        cache = folder.resolve("cache");
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        environment.put("VEXHOST_CACHE", cache.toString());
        environment.put("ARCHIVE", "a whole archive");
    }

    private List<String> told(String... words) throws IOException, InterruptedException {
        return told(List.of("sh"), words);
    }

    private List<String> told(List<String> prefix, String... words)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(prefix);
        line.add(script.toString());
        line.addAll(List.of(words));
        Path out = folder.resolve("out.txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.contains("JAVA") || name.contains("JDK"));
        builder.environment().putAll(environment);
        assertEquals(0, builder.start().waitFor(), () -> read(out));
        return read(out).lines().toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean has(List<String> told, String prefix) {
        return told.stream().anyMatch(word -> word.startsWith(prefix));
    }

    private List<String> cached() throws IOException {
        try (var files = Files.list(cache)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .map(
                            name ->
                                    name.replaceAll("^host-[0-9]+-17.0.15-[0-9]+", "H")
                                            .replaceAll("^call-[0-9]+-17.0.15-[0-9]+", "C"))
                    .map(name -> name.replaceAll("jsa\\.[A-Za-z0-9]{8}\\.", "jsa.X."))
                    .sorted()
                    .toList();
        }
    }

    private Path archive() throws IOException {
        try (var files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
        }
    }

    @Test
    void prefersTheRuntimeBesideIt() throws Exception {
        environment.put("VEXHOST_CACHE", "");
        Path java = Files.createDirectories(folder.resolve("vexhost/runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho the runtime\n");
        assertFalse(told("status").contains("the runtime"), "it is not executable");
        Files.writeString(folder.resolve("vexhost/runtime/release"), "JAVA_VERSION=\"17.0.9\"\n");
        assertTrue(java.toFile().setExecutable(true));
        assertEquals(List.of("the runtime"), told("status"));
        environment.remove("JAVA_HOME");
        assertEquals(List.of("the runtime"), told("status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "call", "stop", "exec", "meter", "demo", "start"})
    void choosesTheCollectorOfShortLives(String command) throws Exception {
        assertTrue(told(command).contains(SERIAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void leavesTheCollectorToWhoeverChoseOne(String variable) throws Exception {
        for (String options :
                List.of("-Xmx1g -XX:+UseG1GC", "-XX:+UseZGC", "@options", "-XX:Flags=x")) {
            environment.put(variable, options);
            for (String command : List.of("status", "exec", "meter", "demo")) {
                assertFalse(told(command).contains(SERIAL), command + " " + options);
            }
        }
        environment.put(variable, "-XX:MaxRAMPercentage=75.0");
        assertTrue(told("status").contains(SERIAL));
    }

    @Test
    void leavesTheCollectorOfExecToItsOwnOptions() throws Exception {
        environment.put("VEXHOST_JAVA_OPTS", "-XX:+UseParallelGC");
        assertFalse(told("exec").contains(SERIAL));
        assertTrue(told("exec").contains("-XX:+UseParallelGC"));
        assertTrue(told("status").contains(SERIAL));
        assertFalse(told("run").contains(SERIAL));
    }

    @Test
    void usesAnArchiveThatWasWrittenWholeAndKeepsItsDigest() throws Exception {
        assertTrue(has(told("run"), WRITES));
        assertEquals(List.of("H.jsa.X.new"), cached());
        for (int i = 0; i < 2; i++) {
            List<String> told = told("run");
            assertTrue(told.contains(USES + archive().toRealPath()), told::toString);
            assertFalse(has(told, WRITES));
            assertEquals(List.of("H.jsa", "H.jsa.sum"), cached());
        }
    }

    @Test
    void writesAnotherForADamagedArchive() throws Exception {
        told("run");
        told("run");
        Files.writeString(archive(), "a whole archiv");
        List<String> told = told("run");
        assertFalse(has(told, USES));
        assertTrue(has(told, WRITES));
        assertTrue(has(told("run"), USES));
    }

    @Test
    void usesNoArchiveThatIsTornAndLeavesItForADay() throws Exception {
        environment.put("ARCHIVE", "a torn archive");
        assertTrue(has(told("run"), WRITES));
        for (int i = 0; i < 2; i++) {
            List<String> told = told("run");
            assertFalse(has(told, USES) || has(told, WRITES), told::toString);
            assertEquals(List.of("H.jsa.X.new"), cached());
        }
    }

    @Test
    void usesNoArchiveThatIsUnfitAndWritesNoOtherForADay() throws Exception {
        told("run");
        Path written;
        try (var files = Files.list(cache)) {
            written = files.findFirst().orElseThrow();
        }
        Path mark = Files.createFile(Path.of(written.toString().replaceFirst("[.]new$", ".unfit")));
        for (int i = 0; i < 2; i++) {
            List<String> told = told("run");
            assertFalse(has(told, USES) || has(told, WRITES), told::toString);
            assertEquals(List.of("H.jsa.X.unfit"), cached());
        }
        FileTime before = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        assertEquals(mark, Files.setLastModifiedTime(mark, before));
        assertTrue(has(told("run"), WRITES));
        assertTrue(has(told("run"), USES));
    }

    @Test
    void keepsRoomForOneArchiveThoughItsWriterIsKilled() throws Exception {
        environment.put("KILLED", "yes");
        environment.put("ARCHIVE", "");
        told("run");
        assertEquals(List.of("H.jsa.X.new", "H.jsa.X.reserve"), cached());
        try (var files = Files.list(cache)) {
            for (Path file : files.filter(each -> each.toString().endsWith("new")).toList()) {
                Files.delete(file);
            }
        }
        assertFalse(has(told("run"), WRITES));
        assertEquals(List.of("H.jsa.X.reserve"), cached());
    }

    @Test
    void goesWithoutWhereThereIsNoRoom() throws Exception {
        List<String> told =
                told(
                        List.of("sh", "-c", "ulimit -f 1000; trap '' XFSZ; exec sh \"$0\" \"$@\""),
                        "run");
        assertFalse(has(told, WRITES) || has(told, USES), told::toString);
        assertEquals(List.of(), cached());
    }

    @Test
    void aCallAndAListShareAnArchiveOfTheirOwn() throws Exception {
        assertTrue(has(told("call", "echo", "{}"), WRITES));
        assertEquals(List.of("C.jsa.X.new"), cached());
        assertTrue(has(told("tools"), USES));
        assertEquals(List.of("C.jsa", "C.jsa.sum"), cached());
        assertFalse(has(told("status"), USES));
        assertTrue(has(told("run"), WRITES));
        assertTrue(has(told("call", "echo", "{}"), USES));
    }

    @Test
    void whatIsStartedMostOftenBeginsWithoutPicocli() throws Exception {
        for (String command : List.of("call", "tools", "run", "exec", "status", "mcp", "meter")) {
            boolean isQuick = List.of("call", "tools", "run", "exec").contains(command);
            List<String> told = told(command);
            assertEquals(isQuick, told.contains("org.vexhost.distribution.cli.QuickMain"), command);
            assertEquals(!isQuick, told.contains("org.vexhost.distribution.cli.Main"), command);
        }
    }

    @Test
    void usesNoFolderThatOthersCanWrite() throws Exception {
        told("run");
        told("run");
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> told = told("run");
        assertFalse(has(told, WRITES) || has(told, USES), told::toString);
        assertTrue(told.contains("-Dvexhost.cache="));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(archive(), PosixFilePermissions.fromString("rw-rw-r--"));
        assertFalse(has(told("run"), USES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-javaagent:otel.jar",
                "-agentlib:jdwp=server=y",
                "-Xshare:off",
                "-XX:SharedArchiveFile=own.jsa",
                "-XX:StartFlightRecording",
                "--patch-module java.base=x"
            })
    void writesNoArchiveWithWhatTheJvmDoesNotAllow(String option) throws Exception {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "VEXHOST_JAVA_OPTS")) {
            environment.put(variable, option);
            assertFalse(has(told("run"), WRITES), variable);
            assertFalse(has(told("exec"), WRITES), variable);
            environment.remove(variable);
        }
    }

    @Test
    void letsAHostWriteForItsUserAlone() throws Exception {
        Path java = folder.resolve("jdk/bin/java");
        Files.writeString(java, "#!/bin/sh\numask\n");
        List<String> open = List.of("sh", "-c", "umask 000; exec sh \"$0\" \"$@\"");
        assertEquals(List.of("0077"), told(open, "run"));
        assertEquals(List.of("0077"), told(open, "start"));
        assertEquals(List.of("0000"), told(open, "exec"));
    }
}
