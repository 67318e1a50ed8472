package org.vexhost.distribution.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.host.HostHome;

@DisplayName("The doctor")
class DoctorTest {

    private static final long MIB = 1L << 20;

    @TempDir private Path folder;
    private final List<DoctorFinding> found = new ArrayList<>();

    private DoctorFinding only() {
        assertEquals(1, found.size(), found::toString);
        return found.remove(0);
    }

    private List<String> severities() {
        List<String> all = found.stream().map(each -> each.severity().name()).toList();
        found.clear();
        return all;
    }

    @Test
    void writesOneLineAndOneObjectForEachFinding() {
        Diagnosis diagnosis =
                new Diagnosis(
                        List.of(
                                DoctorFinding.ok("java", "21", "/jdk"),
                                DoctorFinding.warning("disk", "a \"b\"\n", "", "do \\ it"),
                                DoctorFinding.problem("ports", "taken", "x.cfg", "end it")));
        assertFalse(diagnosis.isHealthy());
        assertEquals(
                """
                ok: java: 21 ['/jdk']
                warning: disk: a "b"\\u000a; do \\ it
                problem: ports: taken ['x.cfg']; end it
                healthy: no [problems: 1, warnings: 1]""",
                diagnosis.text());
        assertEquals(
                "{\"healthy\":false,\"problems\":1,\"warnings\":1,\"findings\":["
                        + "{\"severity\":\"ok\",\"part\":\"java\",\"what\":\"21\",\"where\":\"/jdk\","
                        + "\"advice\":\"\"},"
                        + "{\"severity\":\"warning\",\"part\":\"disk\",\"what\":\"a \\\"b\\\"\\u000a\","
                        + "\"where\":\"\",\"advice\":\"do \\\\ it\"},"
                        + "{\"severity\":\"problem\",\"part\":\"ports\",\"what\":\"taken\","
                        + "\"where\":\"x.cfg\",\"advice\":\"end it\"}]}",
                diagnosis.json());
    }

    @Test
    void isHealthyWithWarnings() {
        Diagnosis diagnosis =
                new Diagnosis(List.of(DoctorFinding.warning("disk", "little", "", "look")));
        assertTrue(diagnosis.isHealthy());
        assertTrue(diagnosis.text().endsWith("healthy: yes [problems: 0, warnings: 1]"));
    }

    @Test
    void wantsAJavaThatHostsAreTestedWith() {
        JavaCheck check = new JavaCheck();
        check.judge(16, "64", "OpenJDK 64-Bit Server VM", found::add);
        check.judge(17, "64", "OpenJDK 64-Bit Server VM", found::add);
        check.judge(17, "32", "OpenJDK Server VM", found::add);
        check.judge(25, "64", "Java HotSpot(TM) 64-Bit Server VM", found::add);
        check.judge(25, "64", "Eclipse OpenJ9 VM", found::add);
        assertEquals(List.of("PROBLEM", "OK", "WARNING", "OK", "WARNING"), severities());
        check.check(new HostHome(folder), found::add);
        assertEquals(System.getProperty("java.home"), only().where());
    }

    private void judgeMemory(long memoryMib, long heapMib, String source) {
        CgroupLimits none = CgroupLimits.of(folder.resolve("absent"), folder);
        new MemoryCheck(none, new HeapSize(heapMib * MIB, source))
                .judge(memoryMib * MIB, "container", found::add);
    }

    @Test
    void comparesTheHeapWithTheMemory() {
        judgeMemory(512, 210, "");
        judgeMemory(512, 209, "");
        judgeMemory(511, 210, "");
        judgeMemory(512, 409, "VEXHOST_JAVA_OPTS");
        assertEquals(List.of("OK", "WARNING", "WARNING", "OK"), severities());
        judgeMemory(512, 410, "VEXHOST_JAVA_OPTS");
        assertEquals(
                "problem: memory: 512 MiB of the container, of which a host has 410 MiB of heap: the"
                        + " system may kill a host that uses all of it ['VEXHOST_JAVA_OPTS']; set"
                        + " VEXHOST_JAVA_OPTS=-Xmx409m or less, or give the container more memory",
                only().line());
        judgeMemory(2048, 128, "VEXHOST_JAVA_OPTS");
        assertEquals(
                "set VEXHOST_JAVA_OPTS=-Xmx256m and restart; docs/operators.md, 'Small hosts', says"
                        + " what fits",
                only().advice());
        judgeMemory(256, 123, "");
        assertEquals(
                "give the container 512 MiB or more; docs/operators.md, 'Small hosts', says what"
                        + " fits",
                only().advice());
    }

    @Test
    void knowsTheHeapOfTheRunningHostOrTheNextOne() {
        SeenHost running =
                new SeenHost(OptionalLong.of(7), List.of("process: 7", "heap: 20 of 300 MiB"), "");
        Map<String, String> options = Map.of("VEXHOST_JAVA_OPTS", "-Xmx1g -ea -Xmx3G");
        assertEquals(new HeapSize(300 * MIB, "the running host"), HeapSize.of(running, options));
        assertEquals(
                new HeapSize(3072 * MIB, "VEXHOST_JAVA_OPTS"),
                HeapSize.of(SeenHost.absent(), options));
        assertEquals(
                new HeapSize(Runtime.getRuntime().maxMemory(), ""),
                HeapSize.of(SeenHost.absent(), Map.of()));
        assertEquals(OptionalLong.of(5), HeapSize.chosen("-XX:MaxHeapSize=5"));
        assertEquals(OptionalLong.empty(), HeapSize.chosen("-Xms1g"));
        assertEquals(OptionalLong.of(Long.MAX_VALUE), HeapSize.chosen("-Xmx999999999999999t"));
    }

    @Test
    void takesTheSmallestLimitOfAllGroups() throws Exception {
        Path root = Files.createDirectories(folder.resolve("cgroup"));
        Path inner = Files.createDirectories(root.resolve("a/b"));
        Files.writeString(folder.resolve("memory.max"), "1\n");
        Files.writeString(inner.resolve("memory.max"), "max\n");
        Files.writeString(root.resolve("a/memory.max"), "1000\n");
        Files.writeString(root.resolve("memory.max"), "2000\n");
        Files.writeString(inner.resolve("pids.max"), "50\n");
        Path member = Files.writeString(folder.resolve("member"), "0::/a/b\n");
        assertEquals(OptionalLong.of(1000), CgroupLimits.of(member, root).memoryBytes());
        assertEquals(OptionalLong.of(50), CgroupLimits.of(member, root).processes());
        Files.writeString(member, "0::/../../x\n5:memory:/m\n");
        Files.createDirectories(root.resolve("memory/m"));
        Files.writeString(root.resolve("memory/m/memory.limit_in_bytes"), "9223372036854771712\n");
        assertEquals(OptionalLong.of(2000), CgroupLimits.of(member, root).memoryBytes());
        assertEquals(OptionalLong.empty(), CgroupLimits.of(member, root).processes());
    }

    @Test
    void warnsOfFewFilesAndThreads() throws Exception {
        Path limits = folder.resolve("limits");
        Files.writeString(
                limits,
                """
                Max processes             unlimited            unlimited            processes
                Max open files            255                  4096                 files
                """);
        HostHome home = new HostHome(folder);
        CgroupLimits none = CgroupLimits.of(folder.resolve("absent"), folder);
        new LimitsCheck(none, limits).check(home, found::add);
        assertEquals("only 255 open files are allowed", found.get(0).what());
        assertEquals(List.of("PROBLEM"), severities());
        Files.writeString(
                limits,
                """
                Max open files            256       4096      files
                Max processes             199       4096      processes
                """);
        new LimitsCheck(none, limits).check(home, found::add);
        assertEquals(List.of("WARNING", "WARNING"), severities());
        Files.writeString(
                limits,
                """
                Max open files            1024       4096      files
                Max processes             200       4096      processes
                """);
        new LimitsCheck(none, limits).check(home, found::add);
        assertTrue(only().line().startsWith("ok: limits: "));
    }

    @Test
    void seesAClockThatIsWrong() throws Exception {
        HostHome home = new HostHome(folder);
        Files.createDirectories(home.etc());
        Instant written = Files.getLastModifiedTime(home.etc()).toInstant();
        new ClockCheck(InstantSource.fixed(written)).check(home, found::add);
        assertTrue(only().line().startsWith("ok: clock: the clock says 20"));
        new ClockCheck(InstantSource.fixed(written.minusSeconds(120))).check(home, found::add);
        DoctorFinding back = only();
        assertEquals(DoctorFinding.Severity.WARNING, back.severity());
        assertTrue(back.what().contains(", but a file was written at 20"), back::line);
        assertEquals(home.etc().toString(), back.where());
        new ClockCheck(InstantSource.fixed(Instant.EPOCH)).check(home, found::add);
        assertEquals(
                "problem: clock: the clock says 1970-01-01T00:00:00Z: signed tokens and"
                        + " certificates are not valid yet; set the clock of the machine, for"
                        + " example by 'timedatectl set-ntp true'",
                only().line());
    }

    @Test
    void judgesFreeSpace() {
        DiskCheck check = new DiskCheck();
        check.judge(folder, false, 32 * MIB - 1, true, found::add);
        check.judge(folder, false, 32 * MIB, true, found::add);
        check.judge(folder, false, 1024 * MIB - 1, true, found::add);
        check.judge(folder, false, 1024 * MIB, true, found::add);
        check.judge(folder, true, 1024 * MIB, true, found::add);
        assertEquals(List.of("PROBLEM", "WARNING", "WARNING", "OK", "PROBLEM"), severities());
        check.judgeTemporary(folder, false, MIB, found::add);
        assertEquals(List.of(), severities());
        check.judgeTemporary(folder, false, MIB - 1, found::add);
        check.judgeTemporary(folder, true, MIB, found::add);
        assertEquals(List.of("WARNING", "WARNING"), severities());
    }

    @Test
    void triesToWriteAFileAndLeavesNone() throws Exception {
        new DiskCheck().judge(folder, false, 1024 * MIB, true, found::add);
        assertEquals(List.of("OK"), severities());
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
        new DiskCheck().judge(folder.resolve("absent"), false, 1024 * MIB, true, found::add);
        assertEquals("no file can be written [null]", only().what());
        new DiskCheck().judge(folder.resolve("absent"), false, 1024 * MIB, false, found::add);
        assertEquals(List.of("OK"), severities());
    }
}
