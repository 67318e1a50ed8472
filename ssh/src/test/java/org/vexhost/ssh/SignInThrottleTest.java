package org.vexhost.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final SignInThrottle throttle = new SignInThrottle(now::get);

    @Test
    void anAddressWaitsAfterTheMaximumUntilTheMinuteIsOver() {
        for (int i = 1; i < SignInThrottle.MAX_FAILURES; i++) {
            assertEquals(i, throttle.fail("a"));
        }
        assertEquals(0, throttle.waitSeconds("a"));
        now.set(10 * SECOND);
        assertEquals(SignInThrottle.MAX_FAILURES, throttle.fail("a"));
        assertEquals(51, throttle.waitSeconds("a"));
        assertEquals(0, throttle.waitSeconds("b"));
        now.set(60 * SECOND);
        assertEquals(0, throttle.waitSeconds("a"));
        assertEquals(1, throttle.fail("a"));
    }

    @Test
    void remembersAsManyAddressesAsItsMaximum() {
        for (int i = 0; i < SignInThrottle.MAX_FAILURES; i++) {
            int ignored = throttle.fail("first");
        }
        for (int i = 1; i < SignInThrottle.MAX_ADDRESSES; i++) {
            assertEquals(1, throttle.fail("other" + i));
        }
        assertEquals(61, throttle.waitSeconds("first"));
        for (int i = 0; i < SignInThrottle.MAX_ADDRESSES; i++) {
            int ignored = throttle.fail("more" + i);
        }
        assertEquals(0, throttle.waitSeconds("first"));
    }
}
