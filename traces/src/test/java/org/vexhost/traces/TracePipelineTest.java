package org.vexhost.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The way of spans to the collector")
class TracePipelineTest {

    private final DeliveryLog deliveries = new DeliveryLog(System::nanoTime);
    private final CountDownLatch isOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer collector;
    private volatile boolean isStalling;

    TracePipelineTest() throws IOException {
        collector =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void begin() {
        collector.setExecutor(threads);
        collector.createContext("/v1/traces", this::answer).setAuthenticator(null);
        collector.start();
    }

    @AfterEach
    void end() {
        isOver.countDown();
        collector.stop(0);
        threads.shutdownNow().clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (!isStalling) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().write(0);
        exchange.getResponseBody().flush();
        try {
            isOver.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private TracePipeline pipeline(int timeoutMillis) {
        return new TracePipeline(
                TracesSettings.read(
                        Map.of(
                                "enabled",
                                "true",
                                "endpoint",
                                "http://127.0.0.1:" + collector.getAddress().getPort(),
                                "timeoutMillis",
                                String.valueOf(timeoutMillis)),
                        unknown -> {}),
                "1",
                "test",
                Optional.empty(),
                deliveries);
    }

    private static void call(TracePipeline pipeline, int times) {
        for (int i = 0; i < times; i++) {
            pipeline.tracer().spanBuilder("call").startSpan().end();
        }
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!wanted.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static long requestThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vexhost-traces-send"))
                .count();
    }

    /**
     * The spans that are sent or lost. Java 17 waits for the rest of an answer, so its batch is
     * lost. Java 25 does not always wait, and the status of the answer says that the batch is sent.
     */
    private long decided() {
        return deliveries.sent() + deliveries.lost();
    }

    @Test
    void recoversFromACollectorThatStopsInTheMiddleOfItsAnswer() throws Exception {
        isStalling = true;
        try (TracePipeline pipeline = pipeline(2000)) {
            call(pipeline, 1);
            await(() -> decided() == 1);
            call(pipeline, 1);
            await(() -> decided() == 2);
            long sent = deliveries.sent();
            isStalling = false;
            call(pipeline, 1);
            await(() -> deliveries.sent() == sent + 1);
        }
        isOver.countDown();
        await(() -> requestThreads() == 0);
        assertEquals(3, decided());
    }

    @Test
    void keepsFewStuckRequestsAndRecoversWhenTheyEnd() throws Exception {
        isStalling = true;
        try (TracePipeline pipeline = pipeline(300)) {
            for (int batch = 1; batch <= TracePipeline.MAX_STUCK + 2; batch++) {
                call(pipeline, SpanQueue.MAX_BATCH);
                long spans = (long) batch * SpanQueue.MAX_BATCH;
                await(() -> decided() == spans);
            }
            assertTrue(requestThreads() <= TracePipeline.MAX_STUCK);
            long sent = deliveries.sent();
            isStalling = false;
            isOver.countDown();
            await(() -> requestThreads() <= 1);
            call(pipeline, SpanQueue.MAX_BATCH);
            await(() -> deliveries.sent() == sent + SpanQueue.MAX_BATCH);
        }
    }

    @Test
    void losesNoneOfManyBatchesInARow() throws Exception {
        try (TracePipeline pipeline = pipeline(10_000)) {
            for (int round = 1; round <= 20; round++) {
                call(pipeline, SpanQueue.MAX_WAITING);
                long sent = (long) round * SpanQueue.MAX_WAITING;
                await(() -> deliveries.sent() + deliveries.lost() >= sent);
            }
        }
        assertEquals(0, deliveries.lost());
    }
}
