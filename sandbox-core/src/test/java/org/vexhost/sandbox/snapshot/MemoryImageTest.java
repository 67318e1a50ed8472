package org.vexhost.sandbox.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The image of a memory")
class MemoryImageTest {

    private static final int PAGE = MemoryImage.PAGE_BYTES;
    private static final int SIZE = 16 * PAGE;

    private static byte[] dirty(int length) {
        byte[] array = new byte[length];
        Arrays.fill(array, (byte) 0xAA);
        return array;
    }

    @Test
    void storesNoPagesOfZeros() {
        byte[] data = new byte[SIZE];
        data[3 * PAGE - 1] = 1;
        data[3 * PAGE] = 1;
        data[9 * PAGE + 100] = 1;
        MemoryImage image = MemoryImage.of(data, SIZE, SIZE);
        assertEquals(3 * PAGE, image.storedBytes());
        assertEquals(3 * PAGE, MemoryImage.storedBytes(data, SIZE));
        assertEquals(
                List.of(2 * PAGE, 9 * PAGE),
                image.runs().stream().map(MemoryImage.Run::offset).toList());
    }

    @Test
    void storesNothingOfAMemoryOfZeros() {
        assertEquals(0, MemoryImage.of(new byte[SIZE], SIZE, SIZE).storedBytes());
        assertEquals(0, MemoryImage.of(new byte[0], 0, 0).arrayBytes());
    }

    @Test
    void doesNotChangeWithTheMemoryItIsOf() {
        byte[] data = new byte[SIZE];
        data[5] = 7;
        MemoryImage image = MemoryImage.of(data, SIZE, SIZE);
        data[5] = 8;
        byte[] copy = new byte[SIZE];
        image.copyTo(copy);
        assertEquals(7, copy[5]);
    }

    @Test
    void leavesOutWhatIsBehindTheMemory() {
        byte[] data = dirty(2 * SIZE);
        MemoryImage image = MemoryImage.of(data, SIZE, 2 * SIZE);
        assertEquals(SIZE, image.sizeBytes());
        assertEquals(SIZE, image.storedBytes());
    }

    @Test
    void isRestoredFromAnyOtherMemory() {
        Random random = new Random(15);
        for (int round = 0; round < 50; round++) {
            byte[] data = new byte[SIZE];
            for (int i = random.nextInt(20); i > 0; i--) {
                data[random.nextInt(SIZE)] = (byte) random.nextInt();
            }
            MemoryImage image = MemoryImage.of(data, SIZE, 2 * SIZE);
            byte[] expected = Arrays.copyOf(data, image.arrayBytes());
            byte[] copied = new byte[image.arrayBytes()];
            image.copyTo(copied);
            assertArrayEquals(expected, copied);
            byte[] restored = dirty(image.arrayBytes());
            image.restore(restored);
            assertArrayEquals(expected, restored);
        }
    }

    @Test
    void hasRoomToGrowWithinWhatTheMemoryMayHave() {
        assertEquals(SIZE, MemoryImage.of(new byte[SIZE], SIZE, SIZE).arrayBytes());
        assertEquals(SIZE + 1, MemoryImage.of(new byte[SIZE], SIZE, SIZE + 1).arrayBytes());
        assertEquals(SIZE * 3 / 2, MemoryImage.of(new byte[SIZE], SIZE, 9 * SIZE).arrayBytes());
        int large = 64 << 20;
        assertEquals(
                large + (4 << 20),
                new MemoryImage(large, Integer.MAX_VALUE, List.of()).arrayBytes());
    }

    @Test
    void consistsOfRunsInsideTheMemoryAndInOrder() {
        byte[] page = new byte[PAGE];
        assertRefused(List.of(new MemoryImage.Run(-1, page)));
        assertRefused(List.of(new MemoryImage.Run(SIZE - PAGE + 1, page)));
        assertRefused(List.of(new MemoryImage.Run(SIZE, page)));
        assertRefused(
                List.of(new MemoryImage.Run(PAGE, page), new MemoryImage.Run(2 * PAGE - 1, page)));
        assertRefused(List.of(new MemoryImage.Run(PAGE, page), new MemoryImage.Run(0, page)));
        assertThrows(
                IllegalArgumentException.class, () -> new MemoryImage(SIZE, SIZE - 1, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new MemoryImage(-1, SIZE, List.of()));
    }

    private static void assertRefused(List<MemoryImage.Run> runs) {
        assertThrows(IllegalArgumentException.class, () -> new MemoryImage(SIZE, SIZE, runs));
    }
}
