package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.host.FileTrust;
import org.vexhost.distribution.host.HostHome;
import org.vexhost.distribution.host.UntrustedFileException;

@DisplayName("A home")
class HomeTest {

    @TempDir Path folder;

    private HostHome home() {
        return new HostHome(folder.resolve("home"));
    }

    private HomeSetup setup() throws Exception {
        Path etc = Files.createDirectories(folder.resolve("distribution/etc"));
        Files.writeString(etc.resolve("org.vexhost.host.cfg"), "#toolsFolder = tools\n");
        return new HomeSetup(home(), folder.resolve("distribution"));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void isMadeWithAllItsFoldersForItsOwnerAlone() throws Exception {
        setup().apply();
        for (Path made :
                new Path[] {
                    home().tools(), home().bundles(), home().grants(), home().data(), home().logs()
                }) {
            assertTrue(Files.isDirectory(made), made::toString);
        }
        assertEquals("rwx------", mode(home().root()));
        assertEquals("rwx------", mode(home().run()));
        assertTrue(Files.exists(home().etc().resolve("org.vexhost.host.cfg")));
    }

    @Test
    void keepsWhatIsThereButForTheModeOfPrivateFolders() throws Exception {
        setup().apply();
        Files.writeString(home().etc().resolve("org.vexhost.host.cfg"), "mine\n");
        Files.setPosixFilePermissions(home().run(), PosixFilePermissions.fromString("rwxrwxrwx"));
        setup().apply();
        assertEquals("rwx------", mode(home().run()));
        assertEquals("mine\n", Files.readString(home().etc().resolve("org.vexhost.host.cfg")));
    }

    @Test
    void isClosedToOthersWhateverWasThereAndSaysSo() throws Exception {
        List<String> nothing = setup().apply();
        assertEquals(List.of(), nothing);
        Path grant = Files.writeString(home().grants().resolve("a.json"), "{}");
        Path jar = Files.writeString(home().bundles().resolve("a.jar"), "");
        Path setting = home().etc().resolve("org.vexhost.host.cfg");
        for (Path path :
                new Path[] {
                    home().root(), home().etc(), home().grants(), home().bundles(), grant, jar
                }) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Files.setPosixFilePermissions(setting, PosixFilePermissions.fromString("rw-r--r--"));

        List<String> notices = setup().apply();

        assertEquals("rwxr-xr-x", mode(home().root()));
        for (Path path : new Path[] {home().etc(), home().grants(), home().bundles(), grant, jar}) {
            assertEquals("rwx------", mode(path), path::toString);
        }
        assertEquals("rw-------", mode(setting));
        assertEquals(6, notices.size(), notices::toString);
        assertEquals(
                "others could write to '%s' until now [rwxrwxrwx]; look at what is there"
                        .formatted(home().root()),
                notices.get(0));
    }

    @Test
    void takesNoConfigurationOfAnotherUser() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        setup().apply();
        Path grant = Files.writeString(home().grants().resolve("a.json"), "{}");
        UserPrincipal other =
                folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody");
        Files.setOwner(grant, other);
        LaunchException e = assertThrows(LaunchException.class, () -> setup().apply());
        assertEquals(
                "'%s' belongs to user 'nobody', not to 'root' who runs this host; run it as that"
                                .formatted(grant)
                        + " user, or change the owner by 'chown'",
                e.getMessage());

        FileTrust trust = FileTrust.ofProcess(home().run());
        assertThrows(UntrustedFileException.class, () -> trust.require(grant));
    }

    @Test
    void trustsNoFileThatOthersCanWriteWhereTheyCanReachIt() throws Exception {
        Path place = Files.createDirectories(folder.resolve("place"));
        Path file = Files.writeString(place.resolve("a.jar"), "");
        FileTrust trust = FileTrust.ofProcess(folder);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        IOException e = assertThrows(UntrustedFileException.class, () -> trust.require(file));
        assertEquals(
                "others can write to '%s' [rw-rw-rw-]; change that by 'chmod go-w'"
                        .formatted(file.toRealPath()),
                e.getMessage());
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        trust.require(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThrows(UntrustedFileException.class, () -> trust.require(file));
        Path link = Files.createSymbolicLink(folder.resolve("link.jar"), file);
        assertThrows(UntrustedFileException.class, () -> trust.require(link));
    }

    @Test
    void isRefusedWhenItsPrivateFolderIsALink() throws Exception {
        setup().apply();
        Files.delete(home().run());
        Files.createSymbolicLink(home().run(), folder);
        LaunchException e = assertThrows(LaunchException.class, () -> setup().apply());
        assertEquals("'%s' is not a folder".formatted(home().run()), e.getMessage());
    }

    @Test
    @SuppressWarnings("try") // To hold it is all that is wanted.
    void isHeldByOneHostAndFreedWhenThatEnds() throws Exception {
        setup().apply();
        Files.createFile(home().socket());
        try (HomeLock lock = HomeLock.take(home())) {
            assertFalse(Files.exists(home().socket()), "a stale socket stays");
            LaunchException e =
                    assertThrows(LaunchException.class, () -> HomeLock.take(home()).close());
            assertEquals(
                    "home '%s' is in use by another host [process %d]"
                            .formatted(home().root(), ProcessHandle.current().pid()),
                    e.getMessage());
            assertEquals(
                    Long.toString(ProcessHandle.current().pid()), Files.readString(home().lock()));
            lock.clear();
            assertEquals("", Files.readString(home().lock()));
            LaunchException later =
                    assertThrows(LaunchException.class, () -> HomeLock.take(home()).close());
            assertEquals(
                    "home '%s' is in use by another host [process unknown]"
                            .formatted(home().root()),
                    later.getMessage());
        }
        HomeLock.take(home()).close();
    }
}
