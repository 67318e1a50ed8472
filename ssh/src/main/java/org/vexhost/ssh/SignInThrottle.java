package org.vexhost.ssh;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts refused sign-ins by address, so that no client can write log lines without limit or try
 * keys as fast as it likes. A client with an authorized key is not affected, because several
 * clients may share an address. Thread-safe.
 */
final class SignInThrottle {

    /** The number of refused sign-ins in a minute after which an address has to wait. */
    static final int MAX_FAILURES = 20;

    static final int MAX_ADDRESSES = 10_000;
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final LongSupplier nanoTime;

    /** Guarded by this. The least recently used address comes first. */
    private final Map<String, Window> windows =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
                    return size() > MAX_ADDRESSES;
                }
            };

    private record Window(long start, int failures) {}

    SignInThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The seconds that an address has to wait; 0 if it does not have to wait. */
    synchronized long waitSeconds(String address) {
        Window window = windows.get(address);
        if (window == null || window.failures < MAX_FAILURES) {
            return 0;
        }
        long left = WINDOW_NANOS - (nanoTime.getAsLong() - window.start);
        return left <= 0 ? 0 : left / 1_000_000_000L + 1;
    }

    /**
     * Counts a refused sign-in.
     *
     * @return the number of refused sign-ins of the address in this minute
     */
    synchronized int fail(String address) {
        long now = nanoTime.getAsLong();
        Window window = windows.get(address);
        Window next =
                window == null || now - window.start >= WINDOW_NANOS
                        ? new Window(now, 1)
                        : new Window(window.start, window.failures + 1);
        windows.put(address, next);
        return next.failures;
    }
}
