package org.vexhost.sandbox.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Filling an array")
final class ArrayFillTest {

    private static final int[] LENGTHS = {
        0, 1, 256, 511, 512, 513, 4_095, 4_096, 4_097, 8_193, 16_383, 16_384, 16_385, 32_768, 50_000
    };

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    @DisplayName("sets the bytes of the range and no others")
    void fills() {
        for (int length : LENGTHS) {
            for (byte value : new byte[] {0, 1, -1, 127}) {
                byte[] expected = random(length + 20);
                byte[] filled = expected.clone();
                Arrays.fill(expected, 10, 10 + length, value);
                ArrayFill.fill(filled, 10, 10 + length, value);
                assertArrayEquals(expected, filled);
            }
        }
    }

    @Test
    @DisplayName("with zeros sets the bytes of the range and no others")
    void zeros() {
        for (int length : LENGTHS) {
            byte[] expected = random(length + 20);
            byte[] filled = expected.clone();
            Arrays.fill(expected, 7, 7 + length, (byte) 0);
            ArrayFill.zero(filled, 7, 7 + length);
            assertArrayEquals(expected, filled);
        }
    }

    @Test
    @DisplayName("fails if the range is not in the array")
    void outOfBounds() {
        for (int value = 0; value < 2; value++) {
            byte of = (byte) value;
            for (int length : LENGTHS) {
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> ArrayFill.fill(new byte[length], 0, length + 1, of));
            }
        }
    }
}
