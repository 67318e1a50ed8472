package org.vexhost.gateway.caller.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.gateway.caller.CallerAccess;

@DisplayName("The expiries of tokens")
class ExpiriesTest {

    private static final Instant START = Instant.ofEpochSecond(1_000);

    private final Expiries expiries = new Expiries();
    private int earlier;
    private int expired;

    private CallerAccess.Registration add(long seconds) {
        return expiries.at(START.plusSeconds(seconds), () -> expired++);
    }

    @Test
    void tellWhenATokenExpiresBeforeAllOthers() {
        expiries.onEarlier(() -> earlier++);
        CallerAccess.Registration ignored = add(10);
        assertEquals(1, earlier);
        ignored = add(20);
        assertEquals(1, earlier);
        ignored = add(5);
        assertEquals(2, earlier);
    }

    @Test
    void areDueFromTheTimeOfTheFirst() {
        assertFalse(expiries.areDue(START));
        CallerAccess.Registration ignored = add(10);
        ignored = add(5);
        assertFalse(expiries.areDue(START.plusSeconds(5).minusNanos(1)));
        assertTrue(expiries.areDue(START.plusSeconds(5)));
        expiries.run(START.plusSeconds(5));
        assertEquals(1, expired);
        assertFalse(expiries.areDue(START.plusSeconds(5)));
    }
}
