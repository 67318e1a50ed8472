package org.vexhost.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;

/** Writes metrics in the two text formats of Prometheus. */
final class PrometheusText {

    private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();

    /**
     * Writes in the requested format. The default is the plain text format.
     *
     * @param accept the value of the request's {@code Accept} header
     * @return the media type of the written format
     */
    String write(MetricSnapshots snapshots, String accept, OutputStream out) throws IOException {
        ExpositionFormatWriter writer = open.accepts(accept) ? open : plain;
        writer.write(out, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
        return writer.getContentType();
    }
}
