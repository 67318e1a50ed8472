package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

/** On a file system of 48 MiB, which only root can mount. */
@DisplayName("A host whose disk is full")
class FullDiskIT {

    private static final int CODE_BYTES = 1_500;

    @TempDir Path folder;

    @Test
    void servesOnSaysSoAndGoesOnWhenThereIsSpace() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Reply mounted =
                HostProcess.execute(
                        "",
                        List.of(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=48m",
                                "tmpfs",
                                disk.toString()));
        assumeTrue(mounted.status() == 0, () -> "a disk can be mounted here: " + mounted.err());
        try {
            onDisk(disk);
        } finally {
            HostProcess.execute("", List.of("umount", "-l", disk.toString()));
        }
    }

    private void onDisk(Path disk) throws Exception {
        // The tools lie on another disk: an operator can go on copying.
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path home = disk.resolve("home");
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/org.vexhost.host.cfg"), "toolsFolder=" + tools + "\n");
        try (HostProcess host = HostProcess.start(home)) {
            GeneratedTool first = new GeneratedTool("first", 1, CODE_BYTES);
            first.moveTo(tools);
            awaitAnswer(host, first);
            GeneratedTool asking = new GeneratedTool("asking", 1, CODE_BYTES);
            Files.write(tools.resolve("asking.wasm"), asking.module());
            Files.writeString(
                    tools.resolve("asking.tool.json"),
                    asking.descriptor(", \"capabilities\": {\"environment\": [\"LANG\"]}"));
            host.awaitCall("asking", "{}", reply -> reply.err().contains("NOT_GRANTED"));

            Path settings = home.resolve("etc/org.vexhost.host.cfg");
            Path next =
                    Files.writeString(
                            disk.resolve("next"),
                            Files.readString(settings) + "memoryBudgetPercent=50\n");

            String budget = budget(host.shell("vex:stats").out());

            Path filling = disk.resolve("filling");
            fill(filling);

            Files.move(next, settings, StandardCopyOption.REPLACE_EXISTING);

            awaitAnswer(host, first);
            // What is whole serves, also without a bundle.
            GeneratedTool update = new GeneratedTool("first", 2, 20_000);
            update.moveTo(tools);
            GeneratedTool second = new GeneratedTool("second", 1, 20_000);
            second.moveTo(tools);
            awaitAnswer(host, update);
            awaitAnswer(host, second);
            assertFalse(host.shell("felix:lb -s").out().contains("vexhost.tool.second"));
            // A grant that cannot be written is not given.
            Reply grant = host.shell("vex:grant asking environment LANG");
            assertTrue(grant.status() != 0, grant::toString);
            assertTrue(grant.err().contains("asking") || isWithoutAudit(grant), grant::toString);
            assertEquals(5, host.call("asking", "{}").status());
            assertTrue(Files.notExists(home.resolve("etc/grants/asking.json")));
            changeNothingWithoutAudit(host, filling);
            awaitAnswer(host, update);

            Files.delete(filling);
            // Settings that had no room to be stored in hold now.
            host.awaitShell("vex:stats", out -> !budget(out).equals(budget));
            host.awaitShell("felix:lb -s", out -> out.contains("vexhost.tool.second"));
            assertEquals(0, host.shell("vex:grant asking environment LANG").status());
            awaitAnswer(host, asking);

            // And once more with an end in it: what is on the disk is whole.
            fill(filling);
            host.kill();
            Files.delete(filling);
            host.restart();
            awaitAnswer(host, update);
            awaitAnswer(host, second);
            awaitAnswer(host, asking);
        }
    }

    private static boolean isWithoutAudit(Reply reply) {
        return reply.err().contains("audit log cannot be written, so nothing was changed");
    }

    /** Some lines still find room in what the log had of the disk before; then none does. */
    private static void changeNothingWithoutAudit(HostProcess host, Path filling) throws Exception {
        Reply reply = host.shell("vex:disable absent");
        for (int lines = 2; !isWithoutAudit(reply); lines += 2) {
            assertTrue(lines < 200, "the audit log has room on a full disk");
            // What the host gave up since then is room again.
            fill(filling);
            reply = host.shell("vex:disable absent");
        }
        Reply disabled = host.shell("vex:disable first");
        assertTrue(disabled.status() != 0, disabled::toString);
        assertTrue(isWithoutAudit(disabled), disabled::toString);
    }

    private static String budget(String stats) {
        return stats.lines().filter(line -> line.startsWith("budget")).findFirst().orElseThrow();
    }

    private static void awaitAnswer(HostProcess host, GeneratedTool tool) throws Exception {
        host.awaitCall(tool.name(), "{}", reply -> reply.out().equals(tool.answer("{}")));
    }

    /** To the last byte. */
    private static void fill(Path file) throws IOException {
        for (int size : new int[] {1 << 20, 4_096, 1}) {
            try (OutputStream out =
                    Files.newOutputStream(
                            file,
                            java.nio.file.StandardOpenOption.CREATE,
                            java.nio.file.StandardOpenOption.APPEND)) {
                byte[] chunk = new byte[size];
                for (int i = 0; i < 4_096; i++) {
                    out.write(chunk);
                }
            } catch (IOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("No space"), e::toString);
            }
        }
    }
}
