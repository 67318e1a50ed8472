package org.vexhost.loader.deploy.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.loader.work.ControlThread;

@DisplayName("Scans of the tools folder")
class RescanSchedulerTest {

    private final ControlThread control = new ControlThread();
    private final BlockingQueue<ScanMode> scans = new LinkedBlockingQueue<>();

    private RescanScheduler scheduler(Duration interval, Duration wholeInterval) {
        return new RescanScheduler(
                control,
                mode -> {
                    scans.add(mode);
                    return CompletableFuture.completedFuture(null);
                },
                () -> new RescanScheduler.Intervals(interval, wholeInterval),
                () -> {});
    }

    @AfterEach
    void end() {
        control.close();
    }

    private void begin(RescanScheduler scheduler) {
        control.execute(
                () -> {
                    var ignored = scheduler.passNow();
                });
    }

    private ScanMode next() throws InterruptedException {
        return scans.poll(1, TimeUnit.MINUTES);
    }

    @Test
    void lookOnlyForChangesIfNobodyAskedForThem() throws Exception {
        RescanScheduler scheduler = scheduler(Duration.ofMillis(50), Duration.ofHours(1));
        begin(scheduler);
        assertEquals(ScanMode.WHOLE, next());
        assertEquals(ScanMode.IF_CHANGED, next());
        assertEquals(ScanMode.IF_CHANGED, next());
        control.execute(() -> scheduler.request(Duration.ZERO));
        ScanMode asked = next();
        // The periodic one may have begun before.
        assertEquals(ScanMode.WHOLE, asked == ScanMode.WHOLE ? asked : next());
        assertEquals(ScanMode.IF_CHANGED, next());
    }

    @Test
    void lookAtEverythingIfTheyAreRare() throws Exception {
        RescanScheduler scheduler = scheduler(Duration.ofMillis(51), Duration.ofMillis(50));
        begin(scheduler);
        assertEquals(ScanMode.WHOLE, next());
        assertEquals(ScanMode.WHOLE, next());
    }
}
