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

    private final BodyBudget budget = new BodyBudget(100_000);

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
        BodyBuffer first = new BodyBuffer(90_000, budget);
        assertEquals(Added.YES, first.add(new byte[90_000], 90_000));
        BodyBuffer second = new BodyBuffer(90_000, budget);
        assertEquals(Added.NO_MEMORY, second.add(new byte[20_000], 20_000));
        first.release();
        assertEquals(Added.YES, second.add(new byte[20_000], 20_000));
        second.release();
        assertEquals(0, budget.used());
        second.release();
        assertEquals(0, budget.used());
    }

    @Test
    void aBodyInOnePieceIsNotCopiedAndCountsToo() {
        BodyBuffer buffer = new BodyBuffer(100_000, budget);
        byte[] whole = new byte[60_000];
        assertTrue(buffer.set(whole));
        assertSame(whole, buffer.toBytes());
        assertFalse(new BodyBuffer(100_000, budget).set(new byte[60_000]));
        assertEquals(60_000, budget.used());
        buffer.release();
        assertTrue(new BodyBuffer(100_000, budget).set(new byte[60_000]));
    }

    @Test
    void onlyWhatHasComeIsHeld() {
        BodyBuffer buffer = new BodyBuffer(64L << 20, budget);
        assertEquals(Added.YES, buffer.add(new byte[10], 10));
        assertEquals(8 * 1024, budget.used());
    }
}
