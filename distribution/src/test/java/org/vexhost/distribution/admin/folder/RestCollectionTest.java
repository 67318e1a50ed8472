package org.vexhost.distribution.admin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The collection of a host at rest")
class RestCollectionTest {

    private static final long MIB = 1 << 20;
    private static final Duration LONG = Duration.ofHours(1);

    private long usedBytes = 100 * MIB;
    private long nanos;
    private int collections;
    private final RestCollection collection =
            new RestCollection(() -> usedBytes, () -> nanos, this::collect);

    private void collect() {
        collections++;
        usedBytes = 20 * MIB;
    }

    /** Lets time pass, in which the host allocates the same in each interval. */
    private void pass(Duration time, long bytesPerInterval) {
        long steps = time.dividedBy(RestCollection.INTERVAL);
        for (long i = 0; i < steps; i++) {
            nanos += RestCollection.INTERVAL.toNanos();
            usedBytes += bytesPerInterval;
            collection.update();
        }
    }

    @Test
    void runsOnceAfterTheStartAndNeverAgain() {
        pass(RestCollection.REST.minus(RestCollection.INTERVAL), 0);
        assertEquals(0, collections);
        pass(RestCollection.INTERVAL, 0);
        assertEquals(1, collections);
        pass(LONG, 10_000);
        assertEquals(1, collections);
    }

    @Test
    void runsOnceAfterEachBurstOfWork() {
        pass(RestCollection.REST, 0);
        for (int bursts = 1; bursts <= 3; bursts++) {
            pass(Duration.ofMinutes(1), 5 * MIB);
            assertEquals(bursts, collections);
            pass(LONG, 0);
            assertEquals(bursts + 1, collections);
        }
    }

    @Test
    void doesNotRunDuringWork() {
        pass(LONG, RestCollection.WORK_BYTES + 1);
        assertEquals(0, collections);
        pass(RestCollection.REST, RestCollection.WORK_BYTES);
        assertEquals(1, collections);
    }

    @Test
    void countsACollectionByTheJvmAsWork() {
        pass(RestCollection.REST.minus(RestCollection.INTERVAL), 0);
        usedBytes -= 50 * MIB;
        pass(RestCollection.INTERVAL, 0);
        pass(RestCollection.REST.minus(RestCollection.INTERVAL), 0);
        assertEquals(0, collections);
        pass(RestCollection.INTERVAL, 0);
        assertEquals(1, collections);
    }

    @Test
    void runsAgainOnceALittleAtATimeHasBecomeMuch() {
        pass(RestCollection.REST, 0);
        pass(RestCollection.INTERVAL.multipliedBy(31), MIB);
        assertEquals(1, collections);
        pass(RestCollection.INTERVAL, MIB);
        assertEquals(2, collections);
    }

    @Test
    void measuresNoMoreOftenThanItsInterval() {
        for (int i = 0; i < 1_000; i++) {
            nanos += RestCollection.INTERVAL.toNanos() / 1_000;
            usedBytes += MIB;
            collection.update();
        }
        pass(RestCollection.REST.minus(RestCollection.INTERVAL), 0);
        assertEquals(0, collections);
        pass(RestCollection.INTERVAL, 0);
        assertEquals(1, collections);
    }
}
