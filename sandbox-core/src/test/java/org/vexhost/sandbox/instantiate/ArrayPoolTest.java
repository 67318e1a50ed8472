package org.vexhost.sandbox.instantiate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
}
