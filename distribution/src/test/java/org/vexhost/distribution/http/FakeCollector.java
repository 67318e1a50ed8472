package org.vexhost.distribution.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector of OpenTelemetry that remembers what it gets, or hangs. */
final class FakeCollector implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean isHanging;
    private volatile int hung;

    /**
     * A span, and with what it came.
     *
     * @param resource the attributes of the resource
     * @param authorization the header of the request
     */
    record Seen(Span span, Map<String, String> resource, String authorization) {

        Map<String, String> attributes() {
            return texts(span.getAttributesList());
        }
    }

    FakeCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Seen> spans() {
        return spans;
    }

    /** All that came, byte by byte. */
    List<String> bodies() {
        return bodies;
    }

    /** From now on, nothing is answered. */
    void hang() {
        isHanging = true;
    }

    /** How many requests were not answered. */
    int hung() {
        return hung;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (isHanging) {
            synchronized (this) {
                hung++;
            }
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        bodies.add(new String(body, StandardCharsets.ISO_8859_1));
        String authorization =
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        ExportTraceServiceRequest.parseFrom(body)
                .getResourceSpansList()
                .forEach(
                        each -> {
                            Map<String, String> resource =
                                    texts(each.getResource().getAttributesList());
                            each.getScopeSpansList().stream()
                                    .flatMap(scope -> scope.getSpansList().stream())
                                    .map(span -> new Seen(span, resource, authorization))
                                    .forEach(spans::add);
                        });
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        Map<String, String> texts = new HashMap<>();
        for (KeyValue each : attributes) {
            texts.put(
                    each.getKey(),
                    each.getValue().hasIntValue()
                            ? Long.toString(each.getValue().getIntValue())
                            : each.getValue().getStringValue());
        }
        return texts;
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        List<Runnable> ignored = threads.shutdownNow();
    }
}
