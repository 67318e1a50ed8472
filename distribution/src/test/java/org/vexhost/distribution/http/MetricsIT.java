package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;

/** What a monitoring system reads of a host. */
@DisplayName("Metrics")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsIT {

    private static final String MONITOR = "monitor-token";
    private static final String AGENT = "agent-token";
    private static final int CALLS = 25;
    private static final int UNKNOWN_NAMES = 10_000;

    private static final String ECHO =
            "vexhost_tool_calls_total{outcome=\"success\",tool=\"echo\"}";

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([a-z]+) \\| (.*?) \\| (.*) \\|$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"");

    @TempDir private static Path folder;
    private HttpHost host;
    private HttpServer server;
    private String main = "";
    private String admin = "";

    @BeforeAll
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        Path home = folder.resolve("home");
        int port = HttpHost.freePort();
        int adminPort = HttpHost.freePort();
        main = "http://127.0.0.1:" + port;
        admin = "http://127.0.0.1:" + adminPort;
        HttpHost.settings(home, "port = %d\nadmin.port = %d\n".formatted(port, adminPort));
        HttpHost.caller(home, "prometheus", MONITOR, ", \"roles\": [\"monitor\"]");
        HttpHost.caller(home, "agent", AGENT, "");
        host = HttpHost.start(home, HttpClient.newHttpClient(), "main", "admin");
        host.process().deployExample("echo");
        host.process().awaitCall("echo", "{}");
    }

    @AfterAll
    void stop() {
        host.close();
        server.stop(0);
    }

    private List<String> scrape() throws Exception {
        HttpResponse<String> answer = host.get(admin + "/metrics", MONITOR);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body().lines().toList();
    }

    private double value(String series) throws Exception {
        return scrape().stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    @Test
    @Order(1)
    void areReadByThoseWhoMonitorAtTheAdministrativeListener() throws Exception {
        assertEquals(401, host.get(admin + "/metrics", "").statusCode());
        assertEquals(403, host.get(admin + "/metrics", AGENT).statusCode());
        assertEquals(404, host.get(main + "/metrics", MONITOR).statusCode());
        HttpResponse<String> answer = host.get(admin + "/metrics", MONITOR);
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals("", host.send("HEAD", admin + "/metrics", MONITOR, "").body());
        assertEquals(405, host.send("POST", admin + "/metrics", MONITOR, "").statusCode());
    }

    @Test
    @Order(2)
    void countWhatWasCalled() throws Exception {
        double before = value(ECHO);
        for (int i = 0; i < CALLS; i++) {
            assertEquals(0, host.process().call("echo", "{\"i\":" + i + "}").status());
        }
        assertEquals(before + CALLS, value(ECHO));
        assertEquals(
                before + CALLS, value("vexhost_tool_call_duration_seconds_count{tool=\"echo\"}"));
        assertEquals(
                before + CALLS,
                value("vexhost_tool_call_duration_seconds_bucket{tool=\"echo\",le=\"+Inf\"}"));
        assertTrue(value("vexhost_tool_fuel_total{by=\"guest\",tool=\"echo\"}") > 0);
        assertEquals(2, host.process().call("echo", "[]").status());
        assertEquals(
                1.0, value("vexhost_tool_calls_total{outcome=\"schema_violation\",tool=\"echo\"}"));
    }

    @Test
    @Order(3)
    void getNoSeriesFromNamesThatNobodyDeployed() throws Exception {
        String paths = "/api/v1/tools/none/calls";
        assertEquals(404, host.send("POST", main + paths, AGENT, "{}").statusCode());
        assertEquals(404, host.get(main + "/absent", AGENT).statusCode());
        List<String> before = names();
        double unknown = value("vexhost_calls_not_found_total");
        for (int i = 0; i < UNKNOWN_NAMES / 4; i++) {
            HttpResponse<String> answer =
                    host.send("POST", main + "/api/v1/tools/u" + i + "/calls", AGENT, "{}");
            assertEquals(404, answer.statusCode());
            assertEquals(404, host.get(main + "/absent" + i, AGENT).statusCode());
        }
        for (int i = UNKNOWN_NAMES / 4; i < UNKNOWN_NAMES; i++) {
            assertEquals(3, host.process().call("u" + i, "{}").status());
        }
        assertEquals(unknown + UNKNOWN_NAMES, value("vexhost_calls_not_found_total"));
        assertEquals(before, names());
    }

    /** The series, without values. */
    private List<String> names() throws Exception {
        return scrape().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    @Test
    @Order(4)
    void areThoseOfThePage() throws Exception {
        askAServer();
        Set<String> seen = new TreeSet<>();
        List<String> lines = scrape();
        for (String line : lines) {
            if (line.startsWith("# TYPE ")) {
                seen.add(family(line.split(" ", -1), lines));
            }
        }
        Set<String> listed = new TreeSet<>();
        Matcher rows =
                ROW.matcher(Files.readString(HostProcess.DISTRIBUTION.resolve("docs/metrics.md")));
        while (rows.find()) {
            Set<String> labels = new TreeSet<>();
            for (String label : rows.group(3).split(", ", -1)) {
                if (!label.isEmpty()) {
                    labels.add(label.replace("`", ""));
                }
            }
            // The older format has no word for it.
            String type = rows.group(2).equals("info") ? "gauge" : rows.group(2);
            listed.add("%s %s %s %s".formatted(rows.group(1), type, labels, rows.group(4)));
        }
        assertEquals(String.join("\n", listed), String.join("\n", seen));
        assertTrue(listed.size() > 35, () -> "listed: " + listed.size());
    }

    /** Name, type, labels and help of a family. */
    private static String family(String[] type, List<String> lines) {
        String name = type[2];
        String help =
                lines.stream()
                        .filter(line -> line.startsWith("# HELP " + name + " "))
                        .map(line -> line.substring(("# HELP " + name + " ").length()))
                        .findFirst()
                        .orElse("");
        Set<String> labels = new TreeSet<>();
        lines.stream()
                .filter(line -> line.matches(Pattern.quote(name) + "(_bucket|_count|_sum)?[{ ].*"))
                .forEach(
                        line -> {
                            Matcher label = LABEL.matcher(line);
                            while (label.find()) {
                                labels.add(label.group(1));
                            }
                        });
        labels.remove("le");
        return "%s %s %s %s".formatted(name, type[3], labels, help);
    }

    /** A tool that asks a server, and one thing that it is denied. */
    private void askAServer() throws Exception {
        String origin = "http://127.0.0.1:" + server.getAddress().getPort();
        host.process()
                .deploy(
                        HostProcess.EXAMPLES.resolve("network/url-status/url-status.wasm"),
                        "url-status.wasm");
        host.process()
                .write(
                        "url-status.tool.json",
                        HostProcess.descriptor(
                                "url-status",
                                "1.0.0",
                                ", \"abi\": \"command\", \"capabilities\": {\"network\": [\""
                                        + origin
                                        + "\"]}, \"limits\": {\"maxMemoryBytes\": 134217728,"
                                        + " \"maxFuel\": 5000000000, \"maxTableElements\":"
                                        + " 10000}"));
        host.process()
                .awaitCall("url-status", "{\"url\":\"x\"}", reply -> reply.err().contains("grant"));
        for (String grant : List.of(origin, "127.0.0.1/32")) {
            assertEquals(0, host.process().shell("vex:grant url-status network " + grant).status());
        }
        host.process()
                .awaitCall(
                        "url-status",
                        "{\"url\":\"" + origin + "/\"}",
                        reply -> reply.out().contains("204"));
        assertEquals(
                0, host.process().call("url-status", "{\"url\":\"http://127.0.0.1:1/\"}").status());
        String egress =
                "vexhost_egress_requests_total{origin=\"%s\",result=\"2xx\",tool=\"url-status\"}"
                        .formatted(origin);
        assertEquals(1.0, value(egress));
        assertEquals(
                1.0,
                value("vexhost_tool_denials_total{capability=\"network\",tool=\"url-status\"}"));
        assertEquals(1.0, value("vexhost_tool_state{state=\"active\",tool=\"url-status\"}"));
    }

    @Test
    @Order(5)
    void passPrometheusOwnCheck() throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        String given = System.getenv("PROMTOOL");
        if (given != null) {
            promtool = Path.of(given);
        }
        Assumptions.assumeTrue(Files.isExecutable(promtool), "promtool is not installed");
        HostProcess.Reply metrics =
                HostProcess.execute(
                        String.join("\n", scrape()) + "\n",
                        List.of(promtool.toString(), "check", "metrics"));
        assertEquals(0, metrics.status(), metrics.toString());
        assertEquals("", metrics.err() + metrics.out());
        HostProcess.Reply rules =
                HostProcess.execute(
                        "",
                        List.of(
                                promtool.toString(),
                                "check",
                                "rules",
                                HostProcess.DISTRIBUTION
                                        .resolve("monitoring/vexhost-alerts.yml")
                                        .toString()));
        assertEquals(0, rules.status(), rules.toString());
    }

    @Test
    @Order(6)
    void ofAToolEndWithIt() throws Exception {
        assertTrue(names().toString().contains("url-status"));
        assertEquals(0, host.process().shell("vex:undeploy url-status").status());
        String gone = host.process().awaitShell("vex:tools", out -> !out.contains("url-status"));
        assertFalse(gone.contains("url-status"));
        assertFalse(names().toString().contains("url-status"), () -> "its series are there");
    }

    @Test
    @Order(7)
    void moveToTheMainListenerBySetting() throws IOException, InterruptedException {
        String ports = main.substring(main.lastIndexOf(':') + 1);
        HttpHost.settings(
                host.process().home().root(),
                "port = %s\nadmin.port = %s\nmetrics.listener = main\n"
                        .formatted(ports, admin.substring(admin.lastIndexOf(':') + 1)));
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        while (host.get(main + "/metrics", MONITOR).statusCode() != 200) {
            assertTrue(System.nanoTime() < end, "the setting has no effect");
            Thread.sleep(50);
        }
        assertEquals(404, host.get(admin + "/metrics", MONITOR).statusCode());
    }
}
