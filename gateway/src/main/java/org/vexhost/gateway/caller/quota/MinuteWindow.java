package org.vexhost.gateway.caller.quota;

/**
 * Counts the events of the last minute in buckets of one second. Events that are up to one second
 * older than a minute may still be counted. Not thread-safe.
 */
final class MinuteWindow {

    private static final int SLOTS = 61;

    private final long[] counts = new long[SLOTS];
    private long newest;
    private long total;

    /**
     * Counts an event, unless the maximum is reached.
     *
     * @param second the current time of a monotonic clock, in seconds
     * @return 0 if the event was counted, otherwise the seconds until the next one can be counted
     */
    long begin(long second, long max) {
        advance(second);
        if (total < max) {
            counts[slot(second)]++;
            total++;
            return 0;
        }
        long excess = total - max + 1;
        for (long old = second - SLOTS + 1; old <= second; old++) {
            excess -= counts[slot(old)];
            if (excess <= 0) {
                return old + SLOTS - second;
            }
        }
        return SLOTS;
    }

    private void advance(long second) {
        long steps = Math.min(SLOTS, Math.max(0, second - newest));
        for (long step = 1; step <= steps; step++) {
            int slot = slot(second - steps + step);
            total -= counts[slot];
            counts[slot] = 0;
        }
        newest = Math.max(newest, second);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SLOTS);
    }
}
