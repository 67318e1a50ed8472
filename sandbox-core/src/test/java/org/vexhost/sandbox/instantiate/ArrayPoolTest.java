package org.vexhost.sandbox.instantiate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.snapshot.MemoryImage;

@DisplayName("A pool of arrays")
class ArrayPoolTest {

    private static byte[] used(int length) {
        byte[] array = new byte[length];
        Arrays.fill(array, (byte) 0xAA);
        return array;
    }

    @Test
    void givesAUsedArrayAgainAndClean() {
        ArrayPool pool = new ArrayPool(4000);
        byte[] array = used(1000);
        pool.give(array);
        assertEquals(1000, pool.sizeBytes());
        byte[] taken = pool.take(1000);
        assertSame(array, taken);
        assertArrayEquals(new byte[1000], taken);
        assertEquals(0, pool.sizeBytes());
        assertNotSame(array, pool.take(1000));
    }

    @Test
    void givesArraysOfTheExactLengthOnly() {
        ArrayPool pool = new ArrayPool(4000);
        pool.give(used(1000));
        assertEquals(999, pool.take(999).length);
        assertEquals(1001, pool.take(1001).length);
        assertEquals(1000, pool.sizeBytes());
    }

    @Test
    void holdsNoMoreThanItsLimit() {
        ArrayPool pool = new ArrayPool(4000);
        for (int i = 0; i < 10; i++) {
            pool.give(used(1000));
        }
        assertEquals(4000, pool.sizeBytes());
    }

    @Test
    void dropsArraysOfOtherLengthsForThoseThatAreInUse() {
        ArrayPool pool = new ArrayPool(4000);
        for (int i = 0; i < 4; i++) {
            pool.give(used(1000));
        }
        byte[] other = used(900);
        pool.give(other);
        assertEquals(3900, pool.sizeBytes());
        assertSame(other, pool.take(900));
    }

    @Test
    void keepsNoArrayThatIsLargeAgainstItsLimit() {
        ArrayPool pool = new ArrayPool(4000);
        pool.give(used(1001));
        assertEquals(0, pool.sizeBytes());
        new ArrayPool(0).give(used(1));
    }

    private static MemoryImage image(int sizeBytes) {
        byte[] memory = new byte[sizeBytes];
        memory[7] = 1;
        return MemoryImage.of(memory, sizeBytes, 2 * sizeBytes);
    }

    private static byte[] expected(MemoryImage image) {
        byte[] array = new byte[image.arrayBytes()];
        image.copyTo(array);
        return array;
    }

    @Test
    void givesAnArrayThatHoldsAnImageAgainAndRestored() {
        ArrayPool pool = new ArrayPool(8000);
        MemoryImage image = image(1000);
        pool.keepFor(image);
        byte[] array = pool.take(image);
        assertArrayEquals(expected(image), array);
        Arrays.fill(array, (byte) 0xAA);
        pool.give(array, image);
        assertEquals(1500, pool.sizeBytes());
        byte[] taken = pool.take(image);
        assertSame(array, taken);
        assertArrayEquals(expected(image), taken);
        assertEquals(0, pool.sizeBytes());
    }

    @Test
    void givesNoArrayOfOneImageForAnother() {
        ArrayPool pool = new ArrayPool(8000);
        MemoryImage image = image(1000);
        MemoryImage other = image(1000);
        pool.keepFor(image);
        pool.keepFor(other);
        byte[] array = pool.take(image);
        pool.give(array, image);
        assertNotSame(array, pool.take(other));
        assertNotSame(array, pool.take(1500));
    }

    @Test
    void dropsArraysOfAnImageThatIsForgotten() {
        ArrayPool pool = new ArrayPool(8000);
        MemoryImage image = image(1000);
        pool.keepFor(image);
        byte[] array = pool.take(image);
        byte[] late = pool.take(image);
        pool.give(array, image);
        pool.forget(image);
        assertEquals(0, pool.sizeBytes());
        // A call that ends afterwards: its array is as good as any.
        Arrays.fill(late, (byte) 0xAA);
        pool.give(late, image);
        byte[] clean = pool.take(1500);
        assertSame(late, clean);
        assertArrayEquals(new byte[1500], clean);
    }

    @Test
    void makesRoomFromArraysOfImagesToo() {
        ArrayPool pool = new ArrayPool(6000);
        MemoryImage image = image(1000);
        pool.keepFor(image);
        for (byte[] array : new byte[][] {pool.take(image), pool.take(image), pool.take(image)}) {
            pool.give(array, image);
        }
        assertEquals(4500, pool.sizeBytes());
        pool.give(used(1200));
        pool.give(used(1200));
        assertEquals(5400, pool.sizeBytes());
    }

    @Test
    void dropsAllThatItKeepsWhenTheHeapIsFull() {
        Deque<OutOfMemoryError> failures = new ArrayDeque<>();
        ArrayPool pool =
                new ArrayPool(
                        8000,
                        length -> {
                            OutOfMemoryError failure = failures.poll();
                            if (failure != null) {
                                throw failure;
                            }
                            return new byte[length];
                        });
        MemoryImage image = image(1000);
        pool.keepFor(image);
        pool.give(pool.take(image), image);
        pool.give(used(1000));
        assertEquals(2500, pool.sizeBytes());
        failures.add(new OutOfMemoryError("Java heap space"));
        assertEquals(3000, pool.take(3000).length);
        assertEquals(0, pool.sizeBytes());
        pool.give(used(1000));
        failures.add(new OutOfMemoryError("Java heap space"));
        failures.add(new OutOfMemoryError("still full"));
        OutOfMemoryError thrown = assertThrows(OutOfMemoryError.class, () -> pool.take(3000));
        assertEquals("still full", thrown.getMessage());
        assertEquals(0, pool.sizeBytes());
    }
}
