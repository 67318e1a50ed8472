package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("Whoever waits for a module to be compiled")
class CompileWatchTest {

    private static final long PATIENCE_SECONDS = 60;

    private final LinkedBlockingQueue<Duration> told = new LinkedBlockingQueue<>();

    private static ModuleFacts facts() throws InvalidModuleException {
        byte[] module = new ModuleWriter().memory(1, 1).toByteArray();
        return ModuleLayout.of(module, ModuleLimits.DEFAULT).facts();
    }

    @Test
    void isToldAgainAndAgainUntilItIs() throws Exception {
        try (CompileWatch watch =
                new CompileWatch(
                        (functions, bytes, elapsed) -> told.add(elapsed), Duration.ofMillis(10))) {
            CompileWatch.Watched watched = watch.begin(facts());
            Duration first = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Duration second = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(second.compareTo(first) > 0);
            watched.end();
        }
    }

    @Test
    void isNotToldOfWhatIsFast() throws Exception {
        try (CompileWatch watch =
                new CompileWatch(
                        (functions, bytes, elapsed) -> told.add(elapsed), Duration.ofHours(1))) {
            watch.begin(facts()).end();
        }
        assertNull(told.poll());
    }

    @Test
    void isToldAgainAfterTheListenerFailed() throws Exception {
        try (CompileWatch watch =
                new CompileWatch(
                        (functions, bytes, elapsed) -> {
                            told.add(elapsed);
                            throw new IllegalStateException("for the test");
                        },
                        Duration.ofMillis(10))) {
            CompileWatch.Watched watched = watch.begin(facts());
            for (int i = 0; i < 2; i++) {
                assertTrue(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) != null);
            }
            watched.end();
        }
    }

    @Test
    void isNotToldForEverOfWhatBeganWithoutAThread() throws Exception {
        AtomicInteger made = new AtomicInteger();
        LinkedBlockingQueue<Integer> functions = new LinkedBlockingQueue<>();
        ModuleWriter withFunction = new ModuleWriter();
        int ignored =
                withFunction.function(
                        withFunction.type(new int[0], new int[0]), new int[0], new Bytes());
        byte[] two = withFunction.memory(1, 1).toByteArray();
        ModuleFacts other = ModuleLayout.of(two, ModuleLimits.DEFAULT).facts();
        try (CompileWatch watch =
                new CompileWatch(
                        (count, bytes, elapsed) -> functions.add(count),
                        Duration.ofMillis(5),
                        task -> {
                            if (made.getAndIncrement() == 0) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            return new Thread(task);
                        })) {
            watch.begin(facts()).end();
            CompileWatch.Watched second = watch.begin(other);
            for (int i = 0; i < 10; i++) {
                assertEquals(1, functions.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            second.end();
        }
    }

    @Test
    void isNotHinderedWhenTheEngineIsClosed() throws Exception {
        CompileWatch watch = new CompileWatch((f, b, e) -> told.add(e), Duration.ofMillis(1));
        watch.close();
        watch.begin(facts()).end();
        assertEquals(0, told.size());
    }
}
