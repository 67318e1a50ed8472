package org.vexhost.gateway.http.servlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.gateway.http.servlet.BodyBuffer.Added;

class BodyBufferTest {

    private final BodyBudget budget = new BodyBudget(1_000_000);

    @ParameterizedTest
    @CsvSource({"9999, YES", "10000, YES", "10001, TOO_LARGE"})
    void aBodyThatComesInPartsIsLimited(int length, Added last) {
        BodyBuffer buffer = new BodyBuffer(10_000, budget);
        byte[] part = new byte[length - 9_000];
        Arrays.fill(part, (byte) 7);
        for (int i = 0; i < 9; i++) {
            assertEquals(Added.YES, buffer.add(new byte[1_000], 1_000));
        }
        assertEquals(last, buffer.add(part, part.length));
        byte[] expected = new byte[last == Added.YES ? length : 9_000];
        Arrays.fill(expected, 9_000, expected.length, (byte) 7);
        assertArrayEquals(expected, buffer.toBytes());
    }

    @Test
    void bodiesTogetherHoldNoMoreThanTheBudgetAndGiveItBack() {
        BodyBuffer first = new BodyBuffer(900_000, budget);
        assertEquals(Added.YES, first.add(new byte[900_000], 900_000));
        BodyBuffer second = new BodyBuffer(900_000, budget);
        assertEquals(Added.NO_MEMORY, second.add(new byte[600_000], 600_000));
        first.release();
        assertEquals(Added.YES, second.add(new byte[600_000], 600_000));
        second.release();
        assertEquals(0, budget.used());
        second.release();
        assertEquals(0, budget.used());
    }

    @Test
    void aBodyInOnePieceIsNotCopiedAndCountsToo() {
        BodyBuffer buffer = new BodyBuffer(1_000_000, budget);
        byte[] whole = new byte[600_000];
        assertTrue(buffer.set(whole));
        assertSame(whole, buffer.toBytes());
        assertFalse(new BodyBuffer(1_000_000, budget).set(new byte[600_000]));
        assertEquals(600_000, budget.used());
        buffer.release();
        assertTrue(new BodyBuffer(1_000_000, budget).set(new byte[600_000]));
    }

    @Test
    void aCompleteBodyCountsWithWhatReadingItTakes() {
        BodyBuffer first = new BodyBuffer(100_000, budget);
        assertTrue(first.set(new byte[100_000]));
        assertTrue(first.complete());
        assertEquals(400_000, budget.used());
        BodyBuffer second = new BodyBuffer(200_000, budget);
        assertTrue(second.set(new byte[200_000]));
        assertFalse(second.complete());
        assertEquals(600_000, budget.used());
        second.release();
        first.release();
        assertEquals(0, budget.used());
    }

    @Test
    void aBodyThatIsAloneMayBeLargerThanTheBudget() {
        BodyBuffer alone = new BodyBuffer(5_000_000, budget);
        for (int i = 0; i < 5; i++) {
            assertEquals(Added.YES, alone.add(new byte[1_000_000], 1_000_000));
        }
        assertTrue(alone.complete());
        assertFalse(new BodyBuffer(10, budget).set(new byte[10]));
        alone.release();
        assertEquals(0, budget.used());
    }

    @Test
    void largeBodiesLeaveSomethingToSmallOnes() {
        BodyBuffer large = new BodyBuffer(1_000_000, budget);
        assertTrue(large.set(new byte[1_000_000]));
        assertFalse(new BodyBuffer(300_000, budget).set(new byte[300_000]));
        BodyBuffer small = new BodyBuffer(50_000, budget);
        assertTrue(small.set(new byte[50_000]));
        assertTrue(small.complete());
    }

    @Test
    void answersCountAndAreNeverRefused() {
        budget.add(1_300_000);
        assertFalse(new BodyBuffer(10, budget).set(new byte[10]));
        budget.give(1_300_000);
        assertTrue(new BodyBuffer(10, budget).set(new byte[10]));
    }

    @Test
    void onlyWhatHasComeIsHeld() {
        BodyBuffer buffer = new BodyBuffer(64L << 20, budget);
        assertEquals(Added.YES, buffer.add(new byte[10], 10));
        assertEquals(8 * 1024, budget.used());
    }
}
