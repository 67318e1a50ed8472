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
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The way of spans from a call to the collector, by one state of the settings. */
final class TracePipeline implements AutoCloseable {

    /** How long the remaining spans may take when the host stops or the settings change. */
    static final Duration MAX_CLOSE = Duration.ofSeconds(1);

    /** How many requests may be stuck in the middle of an answer; each has a thread. */
    static final int MAX_STUCK = 8;

    private static final String SCOPE = "org.vexhost";

    /**
     * A strong reference, because the JDK forgets the level of a logger that is garbage-collected.
     * The library would print to the terminal what {@link DeliveryLog} logs.
     */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    /** The exporters whose thread may be there; only the queue's thread uses this. */
    private final List<CollectorExporter> exporters = new ArrayList<>();

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
        SdkTracerProviderBuilder builder =
                SdkTracerProvider.builder()
                        .setResource(resource(settings.serviceName(), version, instance))
                        .setSampler(
                                Sampler.parentBased(
                                        Sampler.traceIdRatioBased(settings.samplingRatio())));
        // Last, because it starts a thread, which a failure would leave behind.
        queue =
                new SpanQueue(
                        () -> exporter(settings, headers),
                        settings.collector(),
                        settings.timeout(),
                        deliveries);
        provider = builder.addSpanProcessor(queue).build();
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
        exporters.removeIf(CollectorExporter::isTerminated);
        if (exporters.size() >= MAX_STUCK) {
            throw new IllegalStateException(MAX_STUCK + " earlier requests have not ended");
        }
        CollectorExporter exporter =
                new CollectorExporter(requests -> exporter(settings, headers, requests));
        exporters.add(exporter);
        return exporter;
    }

    private static SpanExporter exporter(
            TracesSettings settings,
            Optional<Supplier<Map<String, String>>> headers,
            ExecutorService requests) {
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
    }
}
