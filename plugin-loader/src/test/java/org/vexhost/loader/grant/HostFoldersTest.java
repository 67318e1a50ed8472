package org.vexhost.loader.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.grant.GrantException.Reason;

@DisplayName("A folder that may be granted")
class HostFoldersTest {

    @TempDir Path folder;
    private Path home;
    private Path distribution;
    private Path tools;
    private HostFolders folders;

    @BeforeEach
    void make() throws IOException {
        folder = folder.toRealPath();
        home = Files.createDirectories(folder.resolve("home"));
        distribution = Files.createDirectories(folder.resolve("opt/vexhost/lib")).getParent();
        Files.createDirectories(folder.resolve("cache"));
        tools = Files.createDirectories(folder.resolve("dropped"));
        System.setProperty("vexhost.distribution", distribution.toString());
        System.setProperty("vexhost.cache", folder.resolve("cache").toString());
        folders = new HostFolders(home, HostPlaces.ofProcess(() -> tools));
    }

    @AfterEach
    void forget() {
        System.clearProperty("vexhost.distribution");
        System.clearProperty("vexhost.cache");
    }

    private String refusal(Path path, Reason reason) {
        GrantException refused =
                assertThrows(
                        GrantException.class, () -> folders.require("a", path), path::toString);
        assertEquals(reason, refused.reason(), refused::getMessage);
        return String.valueOf(refused.getMessage());
    }

    @Test
    void isNoPlaceOfTheHost() throws Exception {
        folders.require("a", Files.createDirectories(folder.resolve("data")));
        folders.require("a", home.resolve("data/a"));
        for (Path path :
                List.of(distribution, distribution.resolve("lib"), folder.resolve("opt"))) {
            assertEquals(
                    "host path overlaps the distribution ['%s', '%s']"
                            .formatted(path, distribution),
                    refusal(path, Reason.OVERLAPS_HOST));
        }
        refusal(folder.resolve("cache"), Reason.OVERLAPS_HOST);
        refusal(tools, Reason.OVERLAPS_HOST);
        refusal(Path.of(System.getProperty("java.home")), Reason.OVERLAPS_HOST);
        refusal(Path.of(System.getProperty("java.home"), "lib"), Reason.OVERLAPS_HOST);
        for (String system : List.of("/proc", "/proc/self", "/sys", "/dev")) {
            assumeTrue(Files.isDirectory(Path.of(system)));
            refusal(Path.of(system), Reason.OVERLAPS_HOST);
        }
        Files.createDirectories(home.resolve("data/b"));
        Files.createDirectories(home.resolve("etc"));
        for (Path path :
                List.of(home, home.resolve("etc"), home.resolve("data/b"), Path.of("/"), folder)) {
            refusal(path, Reason.OVERLAPS_HOME);
        }
    }

    @Test
    void isNoPlaceOfTheHostByALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), distribution);
        refusal(link, Reason.OVERLAPS_HOST);
        refusal(link.resolve("lib"), Reason.OVERLAPS_HOST);
        refusal(
                Files.createSymbolicLink(folder.resolve("etc"), Path.of("/proc/self")),
                Reason.OVERLAPS_HOST);
    }

    @Test
    void isCheckedWhenAFileIsReadToo() throws Exception {
        GrantStore store =
                new GrantStore(home, HostPlaces.ofProcess(() -> tools), FileWriter.ATOMIC);
        Files.createDirectories(home.resolve("etc/grants"));
        Files.writeString(
                home.resolve("etc/grants/a.json"),
                "{\"follow\": true, \"fileSystem\": [{\"guest\": \"/data\", \"host\": \"%s\"}]}"
                        .formatted(distribution));
        store.refresh();
        assertEquals(Grants.none().all(), store.of("a").grants().all());
        assertEquals(
                Optional.of(
                        "etc/grants/a.json: host path overlaps the distribution ['%s', '%s']"
                                .formatted(distribution, distribution)),
                store.problem("a"));
        // A link that is changed for another after it was granted is found at the next reading.
        Path data = Files.createDirectories(folder.resolve("data"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), data);
        Grant.FileSystem grant = Grant.FileSystem.of("/data", link, Grant.Access.READ);
        assertEquals(
                List.of(grant),
                store.change("b", before -> before.withGrants(Grants.of(grant))).grants().all());
        Files.delete(link);
        Files.createSymbolicLink(link, distribution);
        GrantStore next =
                new GrantStore(home, HostPlaces.ofProcess(() -> tools), FileWriter.ATOMIC);
        next.refresh();
        assertEquals(Grants.none().all(), next.of("b").grants().all());
    }

    @Test
    void isNoPlaceOfTheHostByAMount() throws Exception {
        Path alias = Files.createDirectories(folder.resolve("alias"));
        Path above = Files.createDirectories(folder.resolve("above/below")).getParent();
        assumeTrue(mount("--bind", distribution.resolve("lib"), alias), "cannot mount");
        try {
            refusal(alias, Reason.OVERLAPS_HOST);
        } finally {
            assertTrue(execute("umount", alias.toString()));
        }
        folders.require("a", alias);
        assumeTrue(mount("--bind", home, above.resolve("below")), "cannot mount");
        try {
            refusal(above, Reason.OVERLAPS_HOME);
        } finally {
            assertTrue(execute("umount", above.resolve("below").toString()));
        }
        folders.require("a", above);
    }

    private static boolean mount(String how, Path from, Path to) throws Exception {
        return execute("mount", how, from.toString(), to.toString());
    }

    private static boolean execute(String... line) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static final MountTable MOUNTS =
            MountTable.parse(
                    List.of(
                            "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
                            "30 27 254:0 /srv/vex /mnt/al\\040ias rw shared:1 - ext4 /dev/vda rw",
                            "31 27 254:1 / /srv/vex/data rw - ext4 /dev/vdb rw",
                            "32 27 254:1 /b /mnt/b rw - ext4 /dev/vdb rw",
                            "33 27 0:4 / /jail/proc rw - proc proc rw",
                            "34 27 254:9 / /mnt/b rw - ext4 /dev/vdc rw",
                            "broken"));

    @Test
    void isComparedByWhatIsMounted() {
        Path vex = Path.of("/srv/vex");
        assertTrue(MOUNTS.overlap(Path.of("/mnt/al ias"), vex));
        assertTrue(MOUNTS.overlap(Path.of("/mnt/al ias/etc"), vex.resolve("etc")));
        assertFalse(MOUNTS.overlap(Path.of("/mnt/al ias/etc"), vex.resolve("run")));
        // Below the alias is what is mounted at the alias, not at the other place.
        assertTrue(MOUNTS.overlap(Path.of("/mnt"), vex));
        assertFalse(MOUNTS.overlap(Path.of("/opt"), vex));
        assertFalse(MOUNTS.overlap(Path.of("/srv/vexed"), vex));
        assertEquals(Optional.of("proc at /jail/proc"), MOUNTS.virtual(Path.of("/jail")));
        assertEquals(Optional.of("proc at /jail/proc"), MOUNTS.virtual(Path.of("/jail/proc/1")));
        assertEquals(Optional.empty(), MOUNTS.virtual(Path.of("/jail/other")));
        // A later mount covers an earlier one.
        assertFalse(MOUNTS.overlap(Path.of("/mnt/b/x"), Path.of("/srv/vex/data/b/x")));
    }
}
