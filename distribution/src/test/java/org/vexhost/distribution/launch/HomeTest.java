package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.host.HostHome;

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
        }
        HomeLock.take(home()).close();
    }
}
