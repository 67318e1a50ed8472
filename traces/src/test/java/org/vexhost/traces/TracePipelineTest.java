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
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer collector;

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
        collector.stop(0);
        threads.shutdownNow().clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
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
