package org.vexhost.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("The queue of spans")
class SpanQueueTest {

    private static final URI COLLECTOR = URI.create("http://collector.test/v1/traces");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong();
    private final DeliveryLog deliveries = new DeliveryLog(clock::get);
    private final RecordingExporter exporter = new RecordingExporter();
    private final AtomicInteger exporters = new AtomicInteger();
    private final SpanQueue queue =
            new SpanQueue(
                    () -> {
                        exporters.incrementAndGet();
                        return exporter;
                    },
                    COLLECTOR,
                    LONG,
                    deliveries);
    private final Tracer tracer =
            SdkTracerProvider.builder().addSpanProcessor(queue).build().get("test");
    private final Logger logger = (Logger) LoggerFactory.getLogger(DeliveryLog.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        exporter.answers(CompletableResultCode.ofSuccess());
        queue.close(LONG);
        logger.detachAppender(log);
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void end(int spans) {
        for (int i = 0; i < spans; i++) {
            tracer.spanBuilder("call").startSpan().end();
        }
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!wanted.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(5);
        }
    }

    @Test
    void makesAnExporterForTheFirstSpanAndNoneBefore() throws Exception {
        assertEquals(0, exporters.get());
        end(3);
        await(() -> deliveries.sent() == 3);
        end(1);
        await(() -> deliveries.sent() == 4);
        assertEquals(1, exporters.get());
        assertEquals(List.of(3, 1), exporter.batches());
        assertEquals(0, deliveries.lost());
        assertEquals(List.of(), lines());
    }

    @Test
    void sendsAFullBatchWithoutWaiting() throws Exception {
        long start = System.nanoTime();
        end(SpanQueue.MAX_BATCH);
        await(() -> deliveries.sent() == SpanQueue.MAX_BATCH);
        assertEquals(List.of(SpanQueue.MAX_BATCH), exporter.batches());
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60));
    }

    @Test
    void isBoundedAndCountsWhatIsLost() throws Exception {
        CompletableResultCode hanging = new CompletableResultCode();
        exporter.answers(hanging);
        end(1);
        await(() -> exporter.batches().size() == 1);
        end(SpanQueue.MAX_WAITING);
        assertEquals(0, deliveries.lost());
        end(2);
        assertEquals(2, deliveries.lost());
        exporter.answers(CompletableResultCode.ofSuccess());
        CompletableResultCode ignored = hanging.succeed();
        await(() -> deliveries.sent() == 1 + SpanQueue.MAX_WAITING);
        assertEquals(2, deliveries.lost());
        assertEquals(
                List.of("2 spans are lost, collector '" + COLLECTOR + "' is slower than calls end"),
                lines());
    }

    @Test
    void logsLossesOnceInAWhileAndWhenTheyAreOver() throws Exception {
        exporter.answers(
                CompletableResultCode.ofExceptionalFailure(
                        new IllegalStateException(new ConnectException("refused\n"))));
        for (int lost = 1; lost <= 3; lost++) {
            end(1);
            int expected = lost;
            await(() -> deliveries.lost() == expected);
        }
        String first =
                "1 spans are lost, collector '"
                        + COLLECTOR
                        + "' does not take them [java.net.ConnectException: refused\\u000a]";
        await(() -> lines().size() == 1);
        assertEquals(List.of(first), lines());
        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        end(1);
        await(() -> lines().size() == 2);
        assertEquals(first.replaceFirst("1", "3"), lines().get(1));
        exporter.answers(CompletableResultCode.ofSuccess());
        end(1);
        await(() -> lines().size() == 3);
        assertEquals(
                "collector '" + COLLECTOR + "' takes spans again [0 more are lost]",
                lines().get(2));
        assertEquals(4, deliveries.lost());
    }

    @Test
    void sendsTheRestWhenItIsClosed() {
        end(3);
        queue.close(LONG);
        assertEquals(3, deliveries.sent());
        assertTrue(exporter.isShutDown());
        end(1);
        assertEquals(1, deliveries.lost());
    }

    @Test
    void waitsAtMostForItsLimitWhenItIsClosed() throws Exception {
        exporter.answers(new CompletableResultCode());
        end(1);
        await(() -> exporter.batches().size() == 1);
        end(5);
        long start = System.nanoTime();
        queue.close(Duration.ofMillis(20));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10));
        await(exporter::isShutDown);
        assertEquals(0, deliveries.sent());
        assertEquals(6, deliveries.lost());
    }

    private static ReadableSpan broken(Error failure) {
        SpanContext sampled =
                SpanContext.create(
                        "1".repeat(32),
                        "1".repeat(16),
                        TraceFlags.getSampled(),
                        TraceState.getDefault());
        return (ReadableSpan)
                Proxy.newProxyInstance(
                        SpanQueueTest.class.getClassLoader(),
                        new Class<?>[] {ReadableSpan.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("getSpanContext")) {
                                return sampled;
                            }
                            throw failure;
                        });
    }

    @Test
    void goesOnAfterSpansThatCannotBeRead() throws Exception {
        queue.onEnd(broken(new OutOfMemoryError("no heap")));
        await(() -> deliveries.lost() == 1);
        end(1);
        await(() -> deliveries.sent() == 1);
        assertEquals(1, deliveries.lost());
        assertEquals(
                "1 spans are lost, collector '"
                        + COLLECTOR
                        + "' does not take them [java.lang.OutOfMemoryError: no heap]",
                lines().get(0));
    }

    @Test
    void goesOnAfterALogThatFails() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        DeliveryLog failing =
                new DeliveryLog(
                        () -> {
                            if (failures.getAndDecrement() > 0) {
                                throw new IllegalStateException("no clock");
                            }
                            return 0;
                        });
        AtomicInteger absent = new AtomicInteger(2);
        SpanQueue other =
                new SpanQueue(
                        () -> {
                            if (absent.getAndDecrement() > 0) {
                                throw new IllegalStateException("no exporter");
                            }
                            return exporter;
                        },
                        COLLECTOR,
                        LONG,
                        failing);
        try (SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(other).build()) {
            for (int lost = 1; lost <= 2; lost++) {
                provider.get("test").spanBuilder("call").startSpan().end();
                int expected = lost;
                await(() -> failing.lost() == expected);
            }
            provider.get("test").spanBuilder("call").startSpan().end();
            await(() -> failing.sent() == 1);
            assertEquals(2, failing.lost());
        } finally {
            other.close(LONG);
        }
    }

    @Test
    void logsAtMostOneFailureAMinuteOfACollectorThatSometimesAnswers() {
        for (int i = 0; i < 5; i++) {
            deliveries.failed(1, COLLECTOR, Optional.empty());
            deliveries.sent(1, COLLECTOR);
        }
        String first =
                "1 spans are lost, collector '" + COLLECTOR + "' does not take them [no answer]";
        String again = "collector '" + COLLECTOR + "' takes spans again [0 more are lost]";
        assertEquals(List.of(first, again), lines());
        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        deliveries.sent(1, COLLECTOR);
        assertEquals(
                "4 spans are lost, collector '" + COLLECTOR + "' does not take all",
                lines().get(2));
        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        deliveries.failed(1, COLLECTOR, Optional.empty());
        deliveries.sent(1, COLLECTOR);
        assertEquals(List.of(first, again), lines().subList(3, lines().size()));
    }
}
