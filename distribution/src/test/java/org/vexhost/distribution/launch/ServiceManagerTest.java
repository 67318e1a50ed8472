package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The manager of services")
class ServiceManagerTest {

    @TempDir Path folder;
    private Path told;

    /** Stands in for systemd-notify: records its arguments, and ends with a status. */
    private void program(int status) throws IOException {
        Path program = folder.resolve("systemd-notify");
        Files.writeString(
                program,
                "#!/bin/sh\nprintf '%%s\\n' \"$NOTIFY_SOCKET\" \"$@\" >> '%s'\nexit %d\n"
                        .formatted(told, status));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @BeforeEach
    void onUnix() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell");
        told = folder.resolve("told");
    }

    private ServiceManager manager(String socket) {
        return new ServiceManager(
                Map.of("NOTIFY_SOCKET", socket, "PATH", "relative:" + folder.toString()));
    }

    @Test
    void isToldWhenAHostIsReadyAndWhenItEnds() throws Exception {
        program(0);
        ServiceManager manager = manager("/run/notify");
        manager.ready("1.2.3");
        manager.stopping();
        assertEquals(
                List.of(
                        "/run/notify",
                        "READY=1",
                        "STATUS=vexhost 1.2.3 is ready",
                        "/run/notify",
                        "STOPPING=1",
                        "STATUS=draining calls"),
                Files.readAllLines(told));
    }

    @Test
    void isNotToldWhereThereIsNone() throws Exception {
        program(0);
        manager("").ready("1.2.3");
        new ServiceManager(Map.of()).stopping();
        assertFalse(Files.exists(told));
    }

    @Test
    void neverKeepsAHostFromRunning() throws Exception {
        manager("/run/notify").ready("1.2.3");
        program(3);
        manager("/run/notify").stopping();
        assertEquals("STOPPING=1", Files.readAllLines(told).get(1));
    }
}
