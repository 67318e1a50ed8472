package org.vexhost.sandbox.codegen.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The address of a load or store")
class AccessTest {

    private static final int LIMIT = 65_536;

    /** The memory can grow into the rest of its array. */
    private final byte[] memory = new byte[4 * LIMIT];

    @Test
    void mayEndAtTheEndOfTheMemory() {
        BoundedAccess.store8(LIMIT - 1, (byte) 1, 0, memory, LIMIT);
        assertEquals(1, BoundedAccess.load8(0, LIMIT - 1, memory, LIMIT));
        BoundedAccess.store16(LIMIT - 9, (short) 2, 7, memory, LIMIT);
        assertEquals(2, BoundedAccess.load16(LIMIT - 2, 0, memory, LIMIT));
        BoundedAccess.store32(LIMIT - 4, 3, 0, memory, LIMIT);
        assertEquals(3, BoundedAccess.load32(4, LIMIT - 8, memory, LIMIT));
        BoundedAccess.store64(0, 4, LIMIT - 8, memory, LIMIT);
        assertEquals(4, BoundedAccess.load64(LIMIT - 8, 0, memory, LIMIT));
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 0",
        "0, 65536",
        "65529, 7",
        "131072, 0",
        "2147483647, 0",
        "0, 2147483647",
        "2147483647, 1",
        "1, 2147483647",
        "2147483647, 2147483647",
        "-1, 0",
        "0, -1",
        "-1, 1",
        "1, -1",
        "-65536, 65536",
        "65536, -65536",
        "-2147483648, -2147483648",
        "-2147483648, 2147483647",
    })
    void isOutOfBounds(int base, int offset) {
        assertOutOfBounds(() -> BoundedAccess.load8(base, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.load16(base, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.load32(base, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.load64(base, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.loadF32(base, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.loadF64(base, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.store8(base, (byte) 1, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.store16(base, (short) 1, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.store32(base, 1, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.store64(base, 1, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.storeF32(base, 1, offset, memory, LIMIT));
        assertOutOfBounds(() -> BoundedAccess.storeF64(base, 1, offset, memory, LIMIT));
        byte[] fixed = new byte[LIMIT];
        assertOutOfBounds(() -> Access.load8(base, offset, fixed));
        assertOutOfBounds(() -> Access.load16(base, offset, fixed));
        assertOutOfBounds(() -> Access.load32(base, offset, fixed));
        assertOutOfBounds(() -> Access.load64(base, offset, fixed));
        assertOutOfBounds(() -> Access.loadF32(base, offset, fixed));
        assertOutOfBounds(() -> Access.loadF64(base, offset, fixed));
        assertOutOfBounds(() -> Access.store8(base, (byte) 1, offset, fixed));
        assertOutOfBounds(() -> Access.store16(base, (short) 1, offset, fixed));
        assertOutOfBounds(() -> Access.store32(base, 1, offset, fixed));
        assertOutOfBounds(() -> Access.store64(base, 1, offset, fixed));
        assertOutOfBounds(() -> Access.storeF32(base, 1, offset, fixed));
        assertOutOfBounds(() -> Access.storeF64(base, 1, offset, fixed));
        assertArrayEquals(new byte[4 * LIMIT], memory);
        assertArrayEquals(new byte[LIMIT], fixed);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 1", "4, 3", "8, 1", "8, 7"})
    void isOutOfBoundsIfOnlyItsLastBytesAre(int size, int missing) {
        int at = LIMIT - size + missing;
        byte[] fixed = new byte[LIMIT];
        switch (size) {
            case 2 -> {
                assertOutOfBounds(() -> BoundedAccess.store16(at, (short) -1, 0, memory, LIMIT));
                assertOutOfBounds(() -> Access.store16(at, (short) -1, 0, fixed));
            }
            case 4 -> {
                assertOutOfBounds(() -> BoundedAccess.store32(at, -1, 0, memory, LIMIT));
                assertOutOfBounds(() -> Access.store32(at, -1, 0, fixed));
            }
            default -> {
                assertOutOfBounds(() -> BoundedAccess.store64(at, -1, 0, memory, LIMIT));
                assertOutOfBounds(() -> Access.store64(at, -1, 0, fixed));
            }
        }
        assertArrayEquals(new byte[4 * LIMIT], memory);
        assertArrayEquals(new byte[LIMIT], fixed);
    }

    @Test
    void isOutOfBoundsInAMemoryWithoutPages() {
        assertOutOfBounds(() -> BoundedAccess.load8(0, 0, memory, 0));
        assertOutOfBounds(() -> BoundedAccess.load64(0, 0, memory, 0));
        assertOutOfBounds(() -> BoundedAccess.load64(2_147_483_647, 0, memory, 0));
    }

    private static void assertOutOfBounds(Executable access) {
        assertThrows(IndexOutOfBoundsException.class, access);
    }
}
