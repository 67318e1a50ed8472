package org.vexhost.gateway.http.servlet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;

@DisplayName("Open streams")
class StreamLimitsTest {

    private static final Caller ANN = Caller.of(Caller.Kind.CLIENT, "ann");
    private static final Caller BOB = Caller.of(Caller.Kind.CLIENT, "bob");

    private final StreamLimits limits = new StreamLimits();

    @Test
    void ofOneCallerAreBoundedAndOfOthersNotByThat() {
        for (int i = 0; i < 1_000; i++) {
            assertTrue(limits.open(ANN, 1_000, 4_000));
        }
        assertFalse(limits.open(ANN, 1_000, 4_000));
        assertTrue(limits.open(BOB, 1_000, 4_000));
        limits.close(ANN);
        assertTrue(limits.open(ANN, 1_000, 4_000));
        assertFalse(limits.open(ANN, 1_000, 4_000));
    }

    @Test
    void ofAllTogetherAreBounded() {
        assertTrue(limits.open(ANN, 2, 3));
        assertTrue(limits.open(ANN, 2, 3));
        assertTrue(limits.open(BOB, 2, 3));
        assertFalse(limits.open(BOB, 2, 3));
        limits.close(ANN);
        assertTrue(limits.open(BOB, 2, 3));
    }

    @Test
    void ofTwoSubjectsOfOneCallerCountTogether() {
        assertTrue(limits.open(ANN.with("subject", "x"), 1, 3));
        assertFalse(limits.open(ANN.with("subject", "y"), 1, 3));
        assertTrue(limits.open(Caller.of(Caller.Kind.USER, "ann"), 1, 3));
        limits.close(ANN.with("subject", "z"));
        assertTrue(limits.open(ANN, 1, 3));
    }
}
