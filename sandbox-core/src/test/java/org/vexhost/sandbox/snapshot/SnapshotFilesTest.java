package org.vexhost.sandbox.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Snapshots on disk")
class SnapshotFilesTest {

    private static final String KEY = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);
    private static final int SIZE = 1 << 16;

    @TempDir private Path directory;

    private SnapshotFiles files() {
        return new SnapshotFiles(directory, 1 << 20);
    }

    private Path file(String key) {
        return directory.resolve(key + ".snapshot");
    }

    private static Snapshot snapshot(int pages) {
        byte[] data = new byte[SIZE];
        Arrays.fill(data, 0, pages * MemoryImage.PAGE_BYTES, (byte) 5);
        BitSet dropped = new BitSet();
        dropped.set(70);
        return new Snapshot(
                MemoryImage.of(data, SIZE, 2 * SIZE),
                new long[] {-1, Double.doubleToRawLongBits(Double.NaN)},
                new int[][] {{0, -1, 7}, {}},
                dropped,
                new BitSet());
    }

    private static byte[] memory(Snapshot snapshot) {
        byte[] memory = new byte[snapshot.memory().arrayBytes()];
        snapshot.memory().copyTo(memory);
        return memory;
    }

    @Test
    @DisplayName("come back as they were")
    void comeBack() {
        Snapshot kept = snapshot(3);
        files().keep(KEY, kept);
        Snapshot found = files().find(KEY).orElseThrow();
        assertArrayEquals(memory(kept), memory(found));
        assertEquals(SIZE, found.memory().sizeBytes());
        assertEquals(kept.memory().arrayBytes(), found.memory().arrayBytes());
        assertEquals(2, found.globalCount());
        assertEquals(-1, found.global(0));
        assertEquals(kept.global(1), found.global(1));
        assertEquals(2, found.tableCount());
        assertArrayEquals(new int[] {0, -1, 7}, found.table(0));
        assertArrayEquals(new int[0], found.table(1));
        assertEquals(kept.droppedData(), found.droppedData());
        assertTrue(found.droppedElements().isEmpty());
        assertEquals(kept.heapBytes(), found.heapBytes());
    }

    @Test
    @DisplayName("are for the host's user alone, whatever the umask, and leave no other files")
    void areForTheHostAlone() throws IOException {
        files().keep(KEY, snapshot(1));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file(KEY))));
        try (var all = Files.list(directory)) {
            assertEquals(List.of(file(KEY)), all.toList());
        }
    }

    @Test
    @DisplayName("hold no pages of zeros")
    void holdNoZeros() throws IOException {
        files().keep(KEY, snapshot(0));
        assertTrue(Files.size(file(KEY)) < 500);
    }

    @Test
    @DisplayName("are dropped when any byte of them was changed")
    void changedBytes() throws IOException {
        files().keep(KEY, snapshot(1));
        byte[] whole = Files.readAllBytes(file(KEY));
        for (int i = 0; i < whole.length; i += i < 200 || i > whole.length - 200 ? 1 : 97) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x40;
            Files.write(file(KEY), changed);
            assertEquals(Optional.empty(), files().find(KEY), "byte " + i);
            assertFalse(Files.exists(file(KEY)), "byte " + i);
        }
    }

    @Test
    @DisplayName("are dropped when they are cut short or have something behind them")
    void changedLength() throws IOException {
        files().keep(KEY, snapshot(1));
        byte[] whole = Files.readAllBytes(file(KEY));
        for (int length = 0; length <= whole.length + 1; length += length < 200 ? 1 : 101) {
            if (length != whole.length) {
                Files.write(file(KEY), Arrays.copyOf(whole, length));
                assertEquals(Optional.empty(), files().find(KEY), "length " + length);
            }
        }
        Files.write(file(KEY), Arrays.copyOf(whole, whole.length + 1));
        assertEquals(Optional.empty(), files().find(KEY));
        Files.write(file(KEY), whole);
        assertTrue(files().find(KEY).isPresent());
    }

    @Test
    @DisplayName("are not read when they are longer than all of them may be")
    void tooLong() throws IOException {
        files().keep(KEY, snapshot(2));
        assertTrue(files().find(KEY).isPresent());
        try (var file = FileChannel.open(file(KEY), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), 1L << 40);
        } catch (IOException e) {
            assumeTrue(false, "the disk has no sparse files of 1 TiB");
        }
        assertEquals(Optional.empty(), files().find(KEY));
        assertFalse(Files.exists(file(KEY)));
    }

    @Test
    @DisplayName("are not taken for others")
    void otherKey() throws IOException {
        files().keep(KEY, snapshot(1));
        Files.move(file(KEY), file(OTHER));
        assertEquals(Optional.empty(), files().find(OTHER));
        assertEquals(Optional.empty(), files().find(KEY));
    }

    @Test
    @DisplayName("are not read through links")
    void links() throws IOException {
        files().keep(KEY, snapshot(1));
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file(KEY), elsewhere);
        Files.createSymbolicLink(file(KEY), elsewhere);
        assertEquals(Optional.empty(), files().find(KEY));
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    @DisplayName("take no more than their bound: those not used for longest go")
    void bound() throws IOException {
        SnapshotFiles few = new SnapshotFiles(directory, 3 * MemoryImage.PAGE_BYTES);
        few.keep(KEY, snapshot(1));
        few.keep(OTHER, snapshot(1));
        Files.setLastModifiedTime(file(KEY), FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(file(OTHER), FileTime.from(Instant.EPOCH.plusSeconds(1)));
        assertTrue(few.find(KEY).isPresent());
        few.keep("ef".repeat(32), snapshot(1));
        assertTrue(Files.exists(file(KEY)));
        assertFalse(Files.exists(file(OTHER)));
    }

    @Test
    @DisplayName("fail to be written without harm")
    void nowhere() throws IOException {
        Path gone = directory.resolve("gone");
        SnapshotFiles nowhere = new SnapshotFiles(gone, 1 << 20);
        nowhere.keep(KEY, snapshot(1));
        assertEquals(Optional.empty(), nowhere.find(KEY));
    }
}
