package org.vexhost.distribution.admin.folder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A look that is taken again and again")
class PollTest {

    @Test
    void outlivesWhateverItThrows() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        try (Poll poll =
                Poll.start(
                        "test",
                        Duration.ofMillis(1),
                        () -> {
                            switch (looks.incrementAndGet()) {
                                case 1 -> throw new IllegalStateException("for a test");
                                case 2 -> throw new OutOfMemoryError("for a test");
                                case 3 -> throw new InterruptedException("for a test");
                                case 4 -> throw new NoClassDefFoundError("for a test");
                                default -> done.countDown();
                            }
                        })) {
            assertTrue(done.await(60, TimeUnit.SECONDS), poll::toString);
        }
    }
}
