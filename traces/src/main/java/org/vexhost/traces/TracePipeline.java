package org.vexhost.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The way of spans from a call to the collector, by one state of the settings. */
final class TracePipeline implements AutoCloseable {

    /** How long the remaining spans may take when the host stops or the settings change. */
    static final Duration MAX_CLOSE = Duration.ofSeconds(1);

    private static final String SCOPE = "org.vexhost";
    private static final long IDLE_SECONDS = 30;

    /**
     * A strong reference, because the JDK forgets the level of a logger that is garbage-collected.
     * The library would print to the terminal what {@link DeliveryLog} logs.
     */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final ExecutorService requests =
            new ThreadPoolExecutor(
                    0,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    TracePipeline::requestThread);

    private final SpanQueue queue;
    private final SdkTracerProvider provider;
    private final String version;

    /**
     * Creates the pipeline. Nothing is sent before a call has ended.
     *
     * @param version the host's version
     * @param instance an id of this run of the host
     * @param headers headers for requests to the collector; read for each of them
     * @param deliveries counts what is sent and lost
     */
    TracePipeline(
            TracesSettings settings,
            String version,
            String instance,
            Optional<Supplier<Map<String, String>>> headers,
            DeliveryLog deliveries) {
        LIBRARY.setLevel(Level.OFF);
        this.version = version;
        queue =
                new SpanQueue(
                        () -> exporter(settings, headers),
                        settings.collector(),
                        settings.timeout(),
                        deliveries);
        provider =
                SdkTracerProvider.builder()
                        .setResource(resource(settings.serviceName(), version, instance))
                        .setSampler(
                                Sampler.parentBased(
                                        Sampler.traceIdRatioBased(settings.samplingRatio())))
                        .addSpanProcessor(queue)
                        .build();
    }

    private static Thread requestThread(Runnable task) {
        Thread thread = new Thread(task, "vexhost-traces-send");
        thread.setDaemon(true);
        return thread;
    }

    private static Resource resource(String name, String version, String instance) {
        return Resource.getDefault()
                .merge(
                        Resource.create(
                                Attributes.of(
                                        AttributeKey.stringKey("service.name"), name,
                                        AttributeKey.stringKey("service.version"), version,
                                        AttributeKey.stringKey("service.instance.id"), instance)));
    }

    private SpanExporter exporter(
            TracesSettings settings, Optional<Supplier<Map<String, String>>> headers) {
        OtlpHttpSpanExporterBuilder builder =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.collector().toString())
                        .setTimeout(settings.timeout())
                        .setConnectTimeout(settings.timeout())
                        .setExecutorService(requests)
                        // Without it, the library would look for a global one.
                        .setMeterProvider(MeterProvider.noop())
                        // The other mode uses sun.misc.Unsafe.
                        .setMemoryMode(MemoryMode.IMMUTABLE_DATA);
        headers.ifPresent(builder::setHeaders);
        return builder.build();
    }

    Tracer tracer() {
        return provider.tracerBuilder(SCOPE).setInstrumentationVersion(version).build();
    }

    /** Sends the remaining spans, for at most {@link #MAX_CLOSE}. */
    @Override
    public void close() {
        queue.close(MAX_CLOSE);
        provider.close();
        requests.shutdownNow().clear();
    }
}
