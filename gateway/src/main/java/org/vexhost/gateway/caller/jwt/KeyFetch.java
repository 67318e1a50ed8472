package org.vexhost.gateway.caller.jwt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets the bytes of a key set: at most 1 MiB, from a URL within 5 s and without redirects. */
public final class KeyFetch {

    static final int MAX_BYTES = 1 << 20;
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path home;
    private final HttpClient client;

    /**
     * Of a home.
     *
     * @param home what paths are relative to
     * @param client follows no redirects
     */
    public KeyFetch(Path home, HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("client follows redirects");
        }
        this.home = home;
        this.client = client;
    }

    /** Follows no redirects. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();
    }

    static boolean isRemote(String keys) {
        return keys.contains("://");
    }

    /**
     * Reads a key set.
     *
     * @param keys a path or an https URL
     */
    byte[] read(String keys) throws IOException, InterruptedException {
        if (isRemote(keys)) {
            return download(URI.create(keys));
        }
        Path file = home.resolve(keys);
        if (!Files.isRegularFile(file)) {
            throw new IOException("is not a file [%s]".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return bounded(in);
        }
    }

    private byte[] download(URI uri) throws IOException, InterruptedException {
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IOException("is not an https URL");
        }
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("Accept", "application/json")
                        .build();
        // The request's timeout ends with its headers: the body is waited for no longer than that.
        CompletableFuture<byte[]> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                        .thenApplyAsync(KeyFetch::body);
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("did not answer within %d s".formatted(PATIENCE.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private static byte[] body(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("answered status %d".formatted(response.statusCode()));
            }
            return bounded(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("is larger than %d bytes".formatted(MAX_BYTES));
        }
        return bytes;
    }
}
