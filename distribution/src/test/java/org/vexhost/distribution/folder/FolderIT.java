package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

/** Ways in which people bring files into a folder. */
@DisplayName("Files that come into the tools folder")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FolderIT {

    private static final int CODE_BYTES = 1_500;

    @TempDir static Path folder;
    private HostProcess host;
    private Path tools;

    @BeforeAll
    void start() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
        tools = host.home().tools();
        GeneratedTool other = new GeneratedTool("bystander", 1, CODE_BYTES);
        other.moveTo(tools);
        awaitAnswer(other);
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    private static GeneratedTool tool(String name, int version) {
        return new GeneratedTool(name, version, CODE_BYTES);
    }

    private void awaitAnswer(GeneratedTool tool) throws Exception {
        host.awaitCall(tool.name(), "{}", reply -> reply.out().equals(tool.answer("{}")));
    }

    private void awaitNotFound(String name) throws Exception {
        host.awaitCall(name, "{}", reply -> reply.err().startsWith("NOT_FOUND/"));
    }

    private void execute(String... line) throws Exception {
        Reply reply = HostProcess.execute("", List.of(line));
        assertEquals(0, reply.status(), reply::toString);
    }

    private static boolean has(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program));
    }

    /** A folder beside, with both files of a tool. */
    private Path beside(GeneratedTool tool) throws Exception {
        Path made = Files.createTempDirectory(folder, "beside");
        tool.copyTo(made);
        return made;
    }

    private String line(String artifact) throws Exception {
        return host.shell("vex:tools")
                .out()
                .lines()
                .filter(each -> each.contains(artifact))
                .findFirst()
                .orElse("");
    }

    @Test
    void cpOverAndMvIntoPlace() throws Exception {
        GeneratedTool first = tool("copied", 1);
        copy("cp", first);
        awaitAnswer(first);

        SteadyCaller.during(
                host,
                "copied",
                () -> {
                    GeneratedTool second = tool("copied", 2);
                    copy("cp", second);
                    awaitAnswer(second);

                    GeneratedTool third = tool("copied", 3);
                    copy("mv", third);
                    awaitAnswer(third);
                });
    }

    private void copy(String program, GeneratedTool tool) throws Exception {
        String from = beside(tool) + "/" + tool.name();
        execute(program, from + ".wasm", from + ".tool.json", tools.toString());
    }

    @Test
    void aFolderThatGivesWayToTheNextOne() throws Exception {
        GeneratedTool first = tool("app", 1);
        Files.move(staged(first), tools.resolve("app-1"));
        awaitAnswer(first);
        SteadyCaller.during(
                host,
                "app",
                () -> {
                    // The new one first: it waits for the name.
                    GeneratedTool second = tool("app", 2);
                    Files.move(staged(second), tools.resolve("app-2"));
                    host.awaitTools("name 'app' belongs to 'app-1/'");
                    Files.move(tools.resolve("app-1"), folder.resolve("app-1"));
                    awaitAnswer(second);
                });
        host.awaitShell("vex:tools", out -> !out.contains("app-1/"));
    }

    private Path staged(GeneratedTool tool) throws Exception {
        Path made = beside(tool);
        Files.move(made.resolve(tool.name() + ".tool.json"), made.resolve("tool.json"));
        return made;
    }

    @Test
    void aDescriptorThatIsSavedHalfDoneOrAheadOfItsModule() throws Exception {
        GeneratedTool first = tool("spelled", 1);
        String descriptor = first.descriptor().replace("spelled.wasm", "spelled-1.wasm");
        Files.write(tools.resolve("spelled-1.wasm"), first.module());
        Files.writeString(tools.resolve("spelled.tool.json"), descriptor);
        awaitAnswer(first);
        SteadyCaller.during(
                host,
                "spelled",
                () -> {
                    Files.writeString(tools.resolve("spelled.tool.json"), descriptor.substring(1));
                    host.awaitTools("spelled.tool.json: is not JSON");
                    GeneratedTool second = tool("spelled", 2);
                    Files.writeString(
                            tools.resolve("spelled.tool.json"),
                            second.descriptor().replace("spelled.wasm", "spelled-2.wasm"));
                    host.awaitTools("waits for 'spelled-2.wasm'; version 1 is still serving");
                    Files.write(tools.resolve("spelled-2.wasm"), second.module());
                    awaitAnswer(second);
                });
    }

    @Test
    void aCopyThatTakesItsTimeIsTakenWhenItIsComplete() throws Exception {
        GeneratedTool first = tool("slow", 1);
        first.moveTo(tools);
        awaitAnswer(first);
        GeneratedTool second = new GeneratedTool("slow", 2, 100_000);
        byte[] module = second.module();
        try (OutputStream out = Files.newOutputStream(tools.resolve("slow.wasm"))) {
            for (int at = 0; at < module.length; at += 10_000) {
                out.write(module, at, Math.min(10_000, module.length - at));
                Thread.sleep(120);
                Reply reply = host.call("slow", "{}");
                assertEquals(first.answer("{}"), reply.out(), reply::toString);
            }
        }
        Files.writeString(tools.resolve("slow.tool.json"), second.descriptor());
        awaitAnswer(second);
    }

    @Test
    void rsync() throws Exception {
        assumeTrue(has("rsync"), "there is no rsync on this machine");
        GeneratedTool first = tool("synced", 1);
        execute("rsync", "-a", beside(first) + "/", tools.toString());
        awaitAnswer(first);
        SteadyCaller.during(
                host,
                "synced",
                () -> {
                    for (int version = 2; version <= 3; version++) {
                        GeneratedTool tool = tool("synced", version);
                        execute("rsync", "-a", beside(tool) + "/", tools.toString());
                        awaitAnswer(tool);
                    }
                    GeneratedTool inPlace = tool("synced", 4);
                    execute("rsync", "-a", "--inplace", beside(inPlace) + "/", tools.toString());
                    awaitAnswer(inPlace);
                });
    }

    /** What rsync does, for machines without it: a hidden file with a suffix, then a rename. */
    @Test
    void whatRsyncLeavesWhileItWritesIsNotLookedAt() throws Exception {
        GeneratedTool tool = tool("renamed-in", 1);
        Files.write(tools.resolve(".renamed-in.wasm.Xa81kQ"), tool.module());
        Files.writeString(tools.resolve(".renamed-in.tool.json.b3Tz0p"), tool.descriptor());
        Thread.sleep(400);
        assertEquals("", line("renamed-in"));
        Files.move(tools.resolve(".renamed-in.wasm.Xa81kQ"), tools.resolve("renamed-in.wasm"));
        Files.move(
                tools.resolve(".renamed-in.tool.json.b3Tz0p"),
                tools.resolve("renamed-in.tool.json"));
        awaitAnswer(tool);
    }

    @Test
    void editorsSaveInManyWays() throws Exception {
        GeneratedTool first = tool("edited", 1);
        first.moveTo(tools);
        awaitAnswer(first);
        Path descriptor = tools.resolve("edited.tool.json");
        // vim: a swap file, a probe, the old file away, the new one written, the old one deleted.
        Files.writeString(tools.resolve(".edited.tool.json.swp"), "b0VIM");
        Files.writeString(tools.resolve("4913"), "");
        Files.delete(tools.resolve("4913"));
        Files.move(descriptor, tools.resolve("edited.tool.json~"));
        String changed = first.descriptor().replace("\"Generated.\"", "\"Edited.\"");
        Files.writeString(descriptor, changed);
        Files.delete(tools.resolve("edited.tool.json~"));
        host.awaitShell("vex:describe edited", out -> out.contains("Edited."));
        SteadyCaller.during(
                host,
                "edited",
                () -> {
                    // emacs: a lock that leads nowhere, an auto-save file, then written in place.
                    Files.createSymbolicLink(
                            tools.resolve(".#edited.tool.json"), Path.of("user@host.1:2"));
                    Files.writeString(tools.resolve("#edited.tool.json#"), "{");
                    Files.writeString(descriptor, changed.replace("Edited.", "Edited twice."));
                    host.awaitShell("vex:describe edited", out -> out.contains("Edited twice."));
                    Files.delete(tools.resolve(".#edited.tool.json"));
                    Files.delete(tools.resolve("#edited.tool.json#"));
                    // sed -i, and what most others do: a temporary file that is renamed.
                    execute("sed", "-i", "s/Edited twice./Edited by sed./", descriptor.toString());
                    host.awaitShell("vex:describe edited", out -> out.contains("Edited by sed."));
                });
        assertFalse(host.log().contains("swp"));
    }

    @Test
    void onlyTheDescriptorIsReplaced() throws Exception {
        GeneratedTool tool = tool("described", 1);
        tool.moveTo(tools);
        awaitAnswer(tool);
        Files.writeString(
                tools.resolve("described.tool.json"),
                tool.descriptor().replace("\"version\": \"1\"", "\"version\": \"1.1\""));
        host.awaitShell("vex:describe described", out -> out.matches("(?s).*version\\s+1\\.1.*"));
        awaitAnswer(tool);
    }

    @Test
    void theSameBytesAgainAreNotCompiledAgain() throws Exception {
        GeneratedTool tool = tool("same", 1);
        tool.copyTo(tools);
        awaitAnswer(tool);
        long compiled = compiled("same");
        tool.copyTo(tools);
        execute("touch", tools.resolve("same.wasm").toString());
        tool.moveTo(tools);
        Thread.sleep(1_500);
        assertEquals(compiled, compiled("same"), host::printed);
        awaitAnswer(tool);
    }

    private long compiled(String tool) throws Exception {
        return host.log()
                .lines()
                .filter(each -> each.contains("'" + tool + "' 1 is COMPILING"))
                .count();
    }

    @Test
    void timesInTheFutureAndThePastDoNotMatter() throws Exception {
        GeneratedTool first = tool("clocks", 1);
        first.copyTo(tools);
        awaitAnswer(first);
        int version = 2;
        for (Instant time :
                List.of(
                        Instant.parse("2099-01-01T00:00:00Z"),
                        Instant.EPOCH,
                        Instant.now().minus(Duration.ofDays(400)))) {
            GeneratedTool next = tool("clocks", version++);
            Path from = beside(next);
            for (String name : List.of("clocks.wasm", "clocks.tool.json")) {
                Files.setLastModifiedTime(from.resolve(name), FileTime.from(time));
                execute("cp", "-p", from.resolve(name).toString(), tools.toString());
            }
            awaitAnswer(next);
        }
        // The same size and the same time: the inode tells.
        GeneratedTool last = tool("clocks", 5);
        FileTime before = Files.getLastModifiedTime(tools.resolve("clocks.wasm"));
        last.copyTo(tools);
        Files.setLastModifiedTime(tools.resolve("clocks.wasm"), before);
        Files.setLastModifiedTime(tools.resolve("clocks.tool.json"), before);
        awaitAnswer(last);
    }

    @Test
    void linksAreFollowedInsideAndRefusedOutside() throws Exception {
        GeneratedTool tool = tool("linked", 1);
        Path outside = beside(tool);
        Files.createSymbolicLink(tools.resolve("linked.wasm"), outside.resolve("linked.wasm"));
        Files.writeString(tools.resolve("linked.tool.json"), tool.descriptor());
        host.awaitTools("'linked.wasm' is a link that leaves the tools folder");
        Files.createSymbolicLink(tools.resolve("outside"), outside);
        host.awaitTools("'outside' is a link that leaves the tools folder");
        Files.delete(tools.resolve("outside"));

        Path inside = Files.createDirectories(tools.resolve("store"));
        Files.write(inside.resolve("linked-1"), tool.module());
        Files.delete(tools.resolve("linked.wasm"));
        Files.createSymbolicLink(tools.resolve("linked.wasm"), Path.of("store/linked-1"));
        awaitAnswer(tool);

        SteadyCaller.during(
                host,
                "linked",
                () -> {
                    // As deployments by link do: another target under the same name, in one step.
                    GeneratedTool next = tool("linked", 2);
                    Files.write(inside.resolve("linked-2"), next.module());
                    Files.createSymbolicLink(tools.resolve(".link"), Path.of("store/linked-2"));
                    Files.move(
                            tools.resolve(".link"),
                            tools.resolve("linked.wasm"),
                            StandardCopyOption.ATOMIC_MOVE);
                    awaitAnswer(next);
                });
    }

    @Test
    void aFolderThatIsCopiedFileByFile() throws Exception {
        GeneratedTool tool = tool("in-folder", 1);
        Path target = Files.createDirectories(tools.resolve("my tool"));
        Thread.sleep(200);
        Files.writeString(target.resolve("README.md"), "Read me.");
        Files.writeString(target.resolve("tool.json"), tool.descriptor());
        host.awaitShell(
                "vex:tools",
                out ->
                        out.lines()
                                .anyMatch(
                                        each ->
                                                each.contains("my tool/")
                                                        && each.contains("WAITING")));
        byte[] module = tool.module();
        try (OutputStream out = Files.newOutputStream(target.resolve("in-folder.wasm"))) {
            out.write(module, 0, module.length / 2);
            Thread.sleep(300);
            out.write(module, module.length / 2, module.length - module.length / 2);
        }
        awaitAnswer(tool);

        execute("rm", "-r", target.toString());
        awaitNotFound("in-folder");
    }

    @Test
    void aToolIsRenamed() throws Exception {
        GeneratedTool tool = tool("old-name", 1);
        tool.moveTo(tools);
        awaitAnswer(tool);
        // Its files get another name, the tool does not.
        Files.move(tools.resolve("old-name.wasm"), tools.resolve("file.wasm"));
        Files.delete(tools.resolve("old-name.tool.json"));
        Files.writeString(
                tools.resolve("file.tool.json"),
                tool.descriptor().replace("old-name.wasm", "file.wasm"));
        host.awaitShell(
                "vex:tools",
                out ->
                        out.lines().anyMatch(each -> each.matches("old-name.*ACTIVE.*"))
                                && !out.contains("old-name.tool.json"));
        awaitAnswer(tool);
        // Its descriptor gives it another name.
        GeneratedTool renamed = tool("new-name", 2);
        Files.write(tools.resolve("file.wasm"), renamed.module());
        Files.writeString(
                tools.resolve("file.tool.json"),
                renamed.descriptor().replace("new-name.wasm", "file.wasm"));
        awaitAnswer(renamed);
        awaitNotFound("old-name");
    }

    @Test
    void theSecondOfOneNameTakesOverWhenTheFirstGoes() throws Exception {
        GeneratedTool first = tool("contested", 1);
        first.moveTo(tools);
        awaitAnswer(first);
        GeneratedTool second = tool("contested", 2);
        Files.write(tools.resolve("rival.wasm"), second.module());
        Files.writeString(
                tools.resolve("rival.tool.json"),
                second.descriptor().replace("contested.wasm", "rival.wasm"));
        host.awaitTools("name 'contested' belongs to 'contested.tool.json'");
        awaitAnswer(first);
        Files.delete(tools.resolve("contested.tool.json"));
        Files.delete(tools.resolve("contested.wasm"));
        awaitAnswer(second);
    }

    @Test
    void callsInFlightEndOnTheVersionTheyBeganWith() throws Exception {
        byte[] loop = Files.readAllBytes(HostProcess.HOSTILE.resolve("loop-br.wasm"));
        Files.write(tools.resolve("hanging.wasm"), loop);
        Files.writeString(
                tools.resolve("hanging.tool.json"),
                HostProcess.descriptor(
                        "hanging",
                        "1",
                        ", \"limits\": {\"maxFuel\": 1000000000000, \"timeout\": \"PT4S\"}"));
        host.awaitShell("vex:tools", out -> out.matches("(?s).*hanging +ACTIVE.*"));
        CompletableFuture<Reply> hanging = host.callLater("hanging", "{}");
        host.awaitCallRuns("hanging");
        GeneratedTool next = tool("hanging", 2);
        next.moveTo(tools);
        awaitAnswer(next);
        Reply old = hanging.get(60, TimeUnit.SECONDS);
        assertTrue(old.err().startsWith("TIMEOUT/WALL_CLOCK: Tool 'hanging' "), old::toString);
        awaitAnswer(next);
    }

    @Test
    void aBombOfAJarIsRefusedAtOnce() throws Exception {
        Path bomb = folder.resolve("bomb.jar");
        byte[] zeros = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.setLevel(9);
            zip.putNextEntry(new ZipEntry("tool.json"));
            zip.write(tool("bomb", 1).descriptor().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("bomb.wasm"));
            for (int i = 0; i < 256; i++) {
                zip.write(zeros);
            }
        }
        Files.move(bomb, tools.resolve("bomb.jar"));
        host.awaitTools("'bomb.jar!bomb.wasm' exceeds the size of 33554432 (32 MiB)");
        Files.delete(tools.resolve("bomb.jar"));
    }

    @Test
    void theFolderVanishesAndReturns() throws Exception {
        GeneratedTool tool = tool("staying", 1);
        tool.moveTo(tools);
        awaitAnswer(tool);
        Path away = folder.resolve("away");
        Files.move(tools, away);
        for (int i = 0; i < 20; i++) {
            Reply reply = host.call("staying", "{}");
            assertEquals(tool.answer("{}"), reply.out(), reply::toString);
            Thread.sleep(100);
        }
        host.awaitLog("is not there; what is deployed is still serving");
        Files.move(away, tools);
        GeneratedTool next = tool("staying", 2);
        next.moveTo(tools);
        awaitAnswer(next);
        // Another folder under the same name is watched as well.
        Files.move(tools, away);
        execute("cp", "-r", away.toString(), tools.toString());
        GeneratedTool last = tool("staying", 3);
        last.moveTo(tools);
        awaitAnswer(last);
        assertEquals(0, host.call("bystander", "{}").status());
    }
}
