package org.vexhost.gateway.caller.quota;

/**
 * Counts what began in the last minute, in slots of a second: what began up to a second more than a
 * minute ago still counts. Not thread-safe.
 */
final class MinuteWindow {

    private static final int SLOTS = 61;

    private final long[] counts = new long[SLOTS];
    private long newest;
    private long total;

    /**
     * Counts one more, unless there are as many as may be.
     *
     * @param second a clock of seconds that only goes forward
     * @return 0 if it was counted, else after how many seconds there is room again
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
