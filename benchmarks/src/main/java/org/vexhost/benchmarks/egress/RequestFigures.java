package org.vexhost.benchmarks.egress;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.exchange.Exchange;
import org.vexhost.http.exchange.HeldMemory;
import org.vexhost.http.exchange.HttpHost;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.message.RequestUrl;
import org.vexhost.http.secret.RequestSecrets;
import org.vexhost.sandbox.spi.CallContext;

/**
 * Measures a request for 1 KiB over plain HTTP with all checks of a tool's request. Compares it
 * with a request of HttpClient 5 that opens a new connection each time. Both alternate.
 */
public final class RequestFigures {

    private static final int ROUNDS = 7;
    private static final int UNMEASURED = 1000;
    private static final int MEASURED = 3000;

    private RequestFigures() {}

    /** Prints a line for each round; the first one warms up. */
    public static void main(String[] words) throws Exception {
        try (LocalServer server = new LocalServer();
                HttpHost host =
                        new HttpHost(
                                HttpLimits.DEFAULT, NameResolver.SYSTEM, SSLContext.getDefault());
                CloseableHttpClient client =
                        HttpClients.custom()
                                .setConnectionReuseStrategy((request, response, context) -> false)
                                .disableContentCompression()
                                .build()) {
            String url = server.origin() + "/";
            CallContext context = new BenchmarkContext(server.origin());
            for (int round = 1; round <= ROUNDS; round++) {
                Samples plain = Samples.of(UNMEASURED, MEASURED, () -> byClient(client, url));
                Samples checked =
                        Samples.of(UNMEASURED, MEASURED, () -> byHost(host, context, url));
                System.out.printf(
                        "round %d: HttpClient %.0f us, http-host %.0f us, difference %.0f us"
                                + " (medians); p99 %.0f and %.0f us%n",
                        round,
                        plain.micros(50),
                        checked.micros(50),
                        checked.micros(50) - plain.micros(50),
                        plain.micros(99),
                        checked.micros(99));
            }
        }
    }

    private static void byClient(CloseableHttpClient client, String url) throws Exception {
        require(
                client.execute(
                        new HttpGet(url),
                        response -> response.getEntity().getContent().readAllBytes().length));
    }

    private static void byHost(HttpHost host, CallContext context, String url) throws Exception {
        var request = new OutboundRequest("GET", RequestUrl.parse(url), List.of(), new byte[0]);
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        var held = new HeldMemory(context);
        try (Exchange exchange = host.begin(context, request, RequestSecrets.NONE, held, until)) {
            if (exchange.await(Long.MAX_VALUE / 2) != 200) {
                throw new IllegalStateException("the server did not answer 200");
            }
            byte[] piece = new byte[4096];
            int length = 0;
            for (int count; (count = exchange.read(piece, piece.length)) > 0; ) {
                length += count;
            }
            require(length);
        }
    }

    private static void require(int length) {
        if (length != LocalServer.BODY_BYTES) {
            throw new IllegalStateException("got " + length + " bytes");
        }
    }
}
