package org.vexhost.gateway.caller.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MinuteWindowTest {

    private final MinuteWindow window = new MinuteWindow();

    @Test
    void asManyAsAllowedBeginInAMinute() {
        for (int i = 0; i < 3; i++) {
            assertEquals(0, window.begin(1000, 3));
        }
        assertEquals(61, window.begin(1000, 3));
        assertEquals(1, window.begin(1060, 3));
        assertEquals(0, window.begin(1061, 3));
        assertEquals(0, window.begin(1061, 3));
    }

    @Test
    void waitingLastsUntilTheOldestIsForgotten() {
        assertEquals(0, window.begin(1000, 2));
        assertEquals(0, window.begin(1030, 2));
        assertEquals(21, window.begin(1040, 2));
        assertEquals(0, window.begin(1061, 2));
        assertEquals(29, window.begin(1062, 2));
    }

    @Test
    void aLowerLimitCountsWhatBeganBefore() {
        for (int i = 0; i < 5; i++) {
            assertEquals(0, window.begin(-1000 + i, 5));
        }
        assertEquals(60, window.begin(-996, 1) - 1);
    }
}
