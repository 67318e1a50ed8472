package org.vexhost.http.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.http.MapSource;

@DisplayName("A place at a source of secrets is given back")
@Timeout(60)
class BoundedSourceTest {

    private static final int PLACES = 4;
    private static final int TIMES = 500;
    private static final String VALUE = "sk-0123456789abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MapSource values = new MapSource(Map.of("API_KEY", VALUE));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExecutorService one = Executors.newSingleThreadExecutor();
    private final CountDownLatch free = new CountDownLatch(1);

    @AfterEach
    void end() throws Exception {
        free.countDown();
        one.shutdownNow();
        threads.shutdownNow();
        assertTrue(one.awaitTermination(30, TimeUnit.SECONDS));
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }

    /** A source whose questions do not begin before {@code free} is open. */
    private BoundedSource busy() {
        Future<?> ignored = one.submit(() -> free.await(60, TimeUnit.SECONDS));
        return new BoundedSource(values, one);
    }

    private static void assertAnswers(BoundedSource source) throws InterruptedException {
        Optional<byte[]> read = source.read("API_KEY", PATIENCE);
        assertArrayEquals(VALUE.getBytes(StandardCharsets.US_ASCII), read.orElseThrow());
    }

    @Test
    void byAQuestionWhoseTimeIsOverBeforeItBegins() throws Exception {
        BoundedSource source = busy();
        for (int i = 0; i < TIMES; i++) {
            UnusableSecretException late =
                    assertThrows(
                            UnusableSecretException.class,
                            () -> source.read("API_KEY", Duration.ZERO));
            assertEquals("was not given within 0 ms", late.getMessage());
        }
        free.countDown();
        assertAnswers(source);
    }

    @Test
    void byAQuestionWhoseCallerIsInterruptedBeforeItBegins() throws Exception {
        BoundedSource source = busy();
        for (int i = 0; i < TIMES; i++) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> source.read("API_KEY", PATIENCE));
        }
        free.countDown();
        assertAnswers(source);
    }

    @Test
    void onceEachAlthoughQuestionsBeginWhileTheyAreCancelled() throws Exception {
        BoundedSource source = new BoundedSource(values, threads);
        for (int i = 0; i < TIMES; i++) {
            if (i % 2 == 0) {
                Thread.currentThread().interrupt();
            }
            try {
                Optional<byte[]> ignored = source.read("API_KEY", Duration.ofNanos(i * 100L));
            } catch (UnusableSecretException | InterruptedException e) {
                assertTrue(e.getMessage() == null || !e.getMessage().contains(VALUE));
            }
        }
        boolean ignored = Thread.interrupted();
        assertHasAllPlaces(source);
    }

    /** Asks questions that hang: as many as there are places find one, and one more does not. */
    private void assertHasAllPlaces(BoundedSource source) throws Exception {
        List<Future<String>> hanging = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            hanging.add(threads.submit(() -> hang(source, begun)));
            assertTrue(begun.await(30, TimeUnit.SECONDS));
        }
        UnusableSecretException refused =
                assertThrows(UnusableSecretException.class, () -> source.ask(() -> "", PATIENCE));
        assertEquals("is kept by a source that has not answered 4 questions", refused.getMessage());
        free.countDown();
        for (Future<String> each : hanging) {
            assertEquals("free", each.get(30, TimeUnit.SECONDS));
        }
        assertAnswers(source);
    }

    /** Asks until there is a place: a cancelled question may hold its place for a moment. */
    private String hang(BoundedSource source, CountDownLatch begun) throws InterruptedException {
        while (true) {
            try {
                return source.ask(
                        () -> {
                            begun.countDown();
                            return free.await(60, TimeUnit.SECONDS) ? "free" : "late";
                        },
                        PATIENCE);
            } catch (UnusableSecretException e) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    void byAQuestionThatFindsNoThread() throws Exception {
        ExecutorService closed = Executors.newCachedThreadPool();
        closed.shutdown();
        assertThrows(RejectedExecutionException.class, () -> closed.submit(() -> ""));
        BoundedSource source = new BoundedSource(values, closed);
        for (int i = 0; i < TIMES; i++) {
            UnusableSecretException refused =
                    assertThrows(
                            UnusableSecretException.class, () -> source.read("API_KEY", PATIENCE));
            assertEquals("cannot be asked for: the host has no thread", refused.getMessage());
        }
    }
}
