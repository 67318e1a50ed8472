package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The package for Debian")
class DebianPackageIT {

    @TempDir private static Path folder;
    private static Path debian;

    @BeforeAll
    static void find() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "there is no dpkg-deb");
        debian = Packages.one("vexhost_*.deb");
    }

    @Test
    void servesWithoutAJdk() throws Exception {
        Path root = Files.createDirectory(folder.resolve("unpacked"));
        Programs.must(List.of("dpkg-deb", "-x", debian.toString(), root.toString()));
        Path product = root.resolve("opt/vexhost");
        Form form =
                new Form(
                        List.of(root.resolve("usr/bin/vexhost").toString()),
                        Map.of(
                                "PATH", Programs.path(folder.resolve("path")),
                                "VEXHOST_CACHE", folder.resolve("cache").toString()),
                        folder.resolve("home"),
                        folder.resolve("home").toString(),
                        product.resolve("runtime"),
                        false);
        Life.isLived(form, product, folder.resolve("out"));
    }

    @Test
    void isInstalledUpgradedRemovedAndPurged() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can install");
        Path root = emptySystem();
        dpkg(root, "--install", debian.toString());
        assertEquals("install ok installed", status(root));
        assertTrue(user(root).matches("vexhost:x:\\d+:\\d+::/var/lib/vexhost:/usr/sbin/nologin"));
        Path unit = root.resolve("usr/lib/systemd/system/vexhost.service");
        assertEquals(
                Files.readString(
                        Path.of(
                                "..",
                                "distribution/src/main/dist/service/systemd/vexhost.service")),
                Files.readString(unit));
        String settings =
                Programs.read(root.resolve("etc/default/vexhost")) + "VEXHOST_JAVA_OPTS=\n";
        Files.writeString(root.resolve("etc/default/vexhost"), settings);
        Path home = Files.createDirectories(root.resolve("var/lib/vexhost"));
        Path cache = Files.createDirectories(root.resolve("var/cache/vexhost"));

        dpkg(root, "--install", debian.toString());
        assertEquals(settings, Files.readString(root.resolve("etc/default/vexhost")));
        assertEquals(1, Files.readString(root.resolve("etc/passwd")).lines().count());

        dpkg(root, "--remove", "vexhost");
        assertFalse(Files.exists(root.resolve("opt/vexhost")));
        assertFalse(Files.exists(unit));
        assertTrue(Files.exists(root.resolve("etc/default/vexhost")));

        dpkg(root, "--purge", "vexhost");
        assertFalse(Files.exists(root.resolve("etc/default/vexhost")));
        assertFalse(Files.exists(cache));
        assertTrue(Files.exists(home));
    }

    /** A system without any package, and without a program: dpkg runs the scripts outside. */
    private static Path emptySystem() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        for (String name : List.of("info", "updates", "triggers")) {
            Path ignored = Files.createDirectories(root.resolve("var/lib/dpkg").resolve(name));
        }
        Path etc = Files.createDirectory(root.resolve("etc"));
        for (String name : List.of("passwd", "group", "shadow", "gshadow")) {
            Path ignored = Files.createFile(etc.resolve(name));
        }
        Path ignored = Files.createFile(root.resolve("var/lib/dpkg/status"));
        return root;
    }

    private static void dpkg(Path root, String... words) throws Exception {
        List<String> line = new ArrayList<>();
        line.addAll(
                List.of(
                        "dpkg",
                        "--root=" + root,
                        "--log=" + folder.resolve("dpkg.log"),
                        "--force-script-chrootless",
                        "--force-depends"));
        line.addAll(List.of(words));
        String ignored = Programs.must(line);
    }

    private static String status(Path root) throws Exception {
        return Programs.must(
                List.of(
                        "dpkg-query",
                        "--admindir=" + root.resolve("var/lib/dpkg"),
                        "-W",
                        "-f",
                        "${Status}",
                        "vexhost"));
    }

    private static String user(Path root) throws IOException {
        return Files.readString(root.resolve("etc/passwd")).strip();
    }

    @Test
    void needsOfTheSystemWhatDebianHas() throws Exception {
        String depends =
                Programs.must(List.of("dpkg-deb", "-f", debian.toString(), "Depends")).strip();
        assertTrue(depends.startsWith("libc6 (>= 2."), depends);
        for (String name : depends.replaceAll(" \\([^)]*\\)", "").split(", ")) {
            String known = Programs.must(List.of("dpkg-query", "-W", "-f", "${Status}", name));
            assertEquals("install ok installed", known, name);
        }
    }
}
