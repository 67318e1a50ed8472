package org.vexhost.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.admin.Measurements;

/** What a scraper reads. */
final class Scrape {

    private Scrape() {}

    /** All lines, of tools and modules. */
    static List<String> lines(FakeTools tools, Measurements... modules) throws IOException {
        return text("", tools, modules).lines().toList();
    }

    static String text(String accept, FakeTools tools, Measurements... modules) throws IOException {
        MetricsCollector collector =
                new MetricsCollector(() -> Optional.of(tools), List.of(modules));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String type = new PrometheusText().write(collector.collect(), accept, out);
        return type + "\n" + out.toString(StandardCharsets.UTF_8);
    }
}
