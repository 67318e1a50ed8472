package org.vexhost.wasi.calls.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

class FileTimesTest {

    @TempDir Path base;
    private Sandbox sandbox;
    private Guest guest;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.in(base);
        guest = sandbox.guest;
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Guest.Stat stat(int fd) {
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_get", fd, Guest.RESULT));
        return guest.stat();
    }

    /** Unsigned nanoseconds; Wasmtime 50 answers these on a file system that can hold them. */
    @ParameterizedTest
    @CsvSource({
        "1960-01-02T00:00:00Z, 0",
        "1969-12-31T23:59:59.5Z, 0",
        "1970-01-01T00:00:00Z, 0",
        "1970-01-01T00:00:00.000000001Z, 1",
        "2262-04-11T23:47:16.854775807Z, 9223372036854775807",
        "2300-01-01T00:00:00Z, 10413792000000000000",
        "2300-01-01T00:00:00.25Z, 10413792000250000000"
    })
    void timesBefore1970AndAfter2262AreSaid(String time, String nanos) throws Exception {
        Path path = sandbox.file("file", "");
        Path folder = Files.createDirectory(sandbox.inside.resolve("folder"));
        for (Path each : List.of(path, folder)) {
            // The JVM cannot set them all.
            Process touch = new ProcessBuilder("touch", "-d", time, each.toString()).start();
            assumeTrue(touch.waitFor() == 0);
            assumeTrue(Files.getLastModifiedTime(each).toInstant().equals(Instant.parse(time)));
        }
        long expected = Long.parseUnsignedLong(nanos);
        for (String name : List.of("file", "folder")) {
            assertEquals(Errno.SUCCESS, guest.stat(name, 0));
            assertEquals(expected, guest.stat().modified());
        }
        int fd = guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
        assertEquals(expected, stat(fd).modified());
        assertEquals(expected, stat(fd).accessed());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1})
    void timesAfter2262AreTakenAsTheLatestThatTheJvmSets(long nanos) throws IOException {
        sandbox.file("file", "");
        int fd = guest.opened(Guest.ROOT, "file", 0, Rights.FILE);
        int both = Flags.TIME_ACCESS | Flags.TIME_MODIFIED;
        assertEquals(Errno.SUCCESS, guest.call("fd_filestat_set_times", fd, nanos, nanos, both));
        assertEquals(Long.MAX_VALUE, stat(fd).modified());
        assertEquals(
                Errno.SUCCESS, guest.call("fd_filestat_set_times", Guest.ROOT, nanos, nanos, both));
        assertEquals(Long.MAX_VALUE, stat(Guest.ROOT).modified());
        int length = guest.text(Guest.PATH, "file");
        assertEquals(
                Errno.SUCCESS,
                guest.call(
                        "path_filestat_set_times", 3, 0, Guest.PATH, length, nanos, nanos, both));
        assertEquals(Long.MAX_VALUE, stat(fd).accessed());
    }
}
