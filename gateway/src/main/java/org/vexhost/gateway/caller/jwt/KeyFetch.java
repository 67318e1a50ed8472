package org.vexhost.gateway.caller.jwt;

import java.io.IOException;
import java.io.InputStream;
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
import org.jspecify.annotations.Nullable;

/**
 * Fetches the bytes of a key set from a file or a URL. The maximum size is 1 MiB. A server must
 * respond within 5 s and without redirects.
 */
public final class KeyFetch {

    static final int MAX_BYTES = 1 << 20;
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path home;
    private final Duration patience;

    /**
     * Created for the first URL, because the client starts a thread that most hosts do not need.
     */
    private @Nullable HttpClient client;

    /**
     * Creates a fetcher.
     *
     * @param home the folder that relative paths start from
     */
    public KeyFetch(Path home) {
        this.home = home;
        this.patience = PATIENCE;
    }

    /**
     * Creates a fetcher with a client.
     *
     * @param home the folder that relative paths start from
     * @param client must not follow redirects
     */
    public KeyFetch(Path home, HttpClient client) {
        this(home, client, PATIENCE);
    }

    KeyFetch(Path home, HttpClient client, Duration patience) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("client follows redirects");
        }
        this.home = home;
        this.client = client;
        this.patience = patience;
    }

    private synchronized HttpClient madeClient() {
        HttpClient made = client;
        if (made == null) {
            made = client();
            client = made;
        }
        return made;
    }

    /** Creates a client that follows no redirects. */
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
                        .timeout(patience)
                        .header("Accept", "application/json")
                        .build();
        // The request's timeout covers only the headers. Cancelling the future also stops the body.
        CompletableFuture<HttpResponse<byte[]>> answer =
                madeClient().sendAsync(request, info -> new BoundedBody(MAX_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("answered status %d".formatted(response.statusCode()));
            }
            return response.body();
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("did not answer within %s".formatted(patience), e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
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
