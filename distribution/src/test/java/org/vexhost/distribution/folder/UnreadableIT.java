package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.guest.GeneratedTool;

/** What root copied and the host's user cannot read: only root can set this up. */
@DisplayName("Files that the host may not read")
class UnreadableIT {

    private static final int CODE_BYTES = 1_500;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    @TempDir Path folder;

    @Test
    void areToldAndTakenOnceTheyCanBeRead() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(SETPRIV),
                "only root can become another user");
        for (Path at = folder; !at.equals(at.getRoot()); at = at.getParent()) {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(at);
            mode.addAll(PosixFilePermissions.fromString("--x--x--x"));
            Files.setPosixFilePermissions(at, mode);
        }
        Path home = Files.createDirectories(folder.resolve("home/tools")).getParent();
        assertEquals(
                0,
                HostProcess.execute("", List.of("chown", "-R", "65534:65534", home.toString()))
                        .status());
        Path settings = home.resolve("etc/org.vexhost.host.cfg");
        Files.createDirectory(settings.getParent());
        Files.writeString(settings, "maxModuleBytes=1400\n");
        Files.setPosixFilePermissions(settings, OWNER_ONLY);
        Path bundle = home.resolve("bundles/json-diff.jar");
        Files.createDirectory(bundle.getParent());
        Files.copy(HostProcess.EXAMPLES.resolve("json-diff/bundles/json-diff.jar"), bundle);
        Files.setPosixFilePermissions(bundle, OWNER_ONLY);
        assertEquals(
                0,
                HostProcess.execute(
                                "",
                                List.of(
                                        "chown",
                                        "65534:65534",
                                        settings.getParent().toString(),
                                        bundle.getParent().toString()))
                        .status());
        List<String> asNobody =
                List.of(
                        SETPRIV.toString(),
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "/usr/bin/env",
                        "VEXHOST_CACHE=");
        try (HostProcess host = HostProcess.start(home, "", asNobody)) {
            Path tools = host.home().tools();
            GeneratedTool file = new GeneratedTool("file", 1, CODE_BYTES);
            Files.write(tools.resolve("file.wasm"), file.module());
            Files.setPosixFilePermissions(tools.resolve("file.wasm"), OWNER_ONLY);
            Files.writeString(tools.resolve("file.tool.json"), file.descriptor());
            GeneratedTool inside = new GeneratedTool("inside", 1, CODE_BYTES);
            Path closed = Files.createDirectory(tools.resolve("closed"));
            Files.setPosixFilePermissions(closed, OWNER_ONLY);
            Files.write(closed.resolve("inside.wasm"), inside.module());
            Files.writeString(closed.resolve("tool.json"), inside.descriptor());

            host.awaitTools("'file.tool.json' cannot be read");
            host.awaitTools("'closed' cannot be read");

            Files.setPosixFilePermissions(
                    tools.resolve("file.wasm"), PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
            host.awaitCall("file", "{}", reply -> reply.out().equals(file.answer("{}")));
            host.awaitCall("inside", "{}", reply -> reply.out().equals(inside.answer("{}")));

            for (String told :
                    List.of(
                            "json-diff.jar' cannot be installed [",
                            "host.cfg' cannot be read, the earlier values stay in effect [")) {
                assertEquals(1, host.awaitLog(told).size(), told);
            }
            Files.setPosixFilePermissions(bundle, PosixFilePermissions.fromString("rw-r--r--"));
            host.awaitCall("json-diff", "{\"from\": 1, \"to\": 2}");
            Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
            host.awaitTools("exceeds the size of 1400");
        }
    }
}
