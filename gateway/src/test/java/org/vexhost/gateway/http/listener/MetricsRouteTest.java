package org.vexhost.gateway.http.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.admin.MetricsExporter;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.http.EventStream;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute.Audience;
import org.vexhost.gateway.http.settings.HttpSettings.MetricsListener;

@DisplayName("/metrics")
class MetricsRouteTest {

    private static final MetricsExporter EXPORTER =
            (accept, out) -> {
                out.write(("accepts " + accept).getBytes(StandardCharsets.UTF_8));
                return "text/x-numbers";
            };

    private MetricsListener listener = MetricsListener.ADMIN;
    private Optional<MetricsExporter> exporter = Optional.of(EXPORTER);
    private final MetricsRoute route = new MetricsRoute(() -> exporter, () -> listener);

    private HttpResponse ask(String method) {
        List<HttpResponse> answers = new ArrayList<>();
        route.handle(new Asked(method, answers));
        assertEquals(1, answers.size());
        return answers.get(0);
    }

    @Test
    void isForThoseWhoMonitor() {
        assertEquals(Optional.of(Role.MONITOR), route.role());
    }

    @Test
    void isAtTheListenerThatASettingNames() {
        assertEquals(Audience.OPERATORS, route.audience());
        listener = MetricsListener.MAIN;
        assertEquals(Audience.CALLERS, route.audience());
    }

    @Test
    void answersInTheFormatThatIsAskedFor() {
        HttpResponse answer = ask("GET");
        assertEquals(200, answer.status());
        assertEquals("text/x-numbers", answer.headers().get("Content-Type"));
        assertEquals("accepts text/a", new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Test
    void isNotThereWithoutItsBundle() {
        exporter = Optional.empty();
        assertEquals(404, ask("GET").status());
    }

    @Test
    void isReadOnly() {
        assertEquals(405, ask("POST").status());
    }

    @Test
    void failsIfTheExporterDoes() {
        exporter =
                Optional.of(
                        (accept, out) -> {
                            throw new IOException("no");
                        });
        assertThrows(UncheckedIOException.class, () -> ask("GET"));
    }

    private record Asked(String method, List<HttpResponse> answers) implements HttpExchange {
        @Override
        public String path() {
            return "/metrics";
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String name) {
            return name.equals("Accept") ? List.of("text/a") : List.of();
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public CallerAccess access() {
            throw new UnsupportedOperationException("is not asked");
        }

        @Override
        public void respond(HttpResponse response) {
            answers.add(response);
        }

        @Override
        public Optional<EventStream> startStream(Map<String, String> headers) {
            throw new UnsupportedOperationException("is no stream");
        }
    }
}
