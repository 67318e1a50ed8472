package org.vexhost.http.secret;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vexhost.api.SecretSource;

/**
 * A source of secrets whose answers are awaited for a limited time. A source that hangs occupies at
 * most a few threads, which are not used for anything else. Thread-safe.
 */
final class BoundedSource {

    private static final int AT_ONCE = 4;

    private final SecretSource source;
    private final ExecutorService threads;
    private final Semaphore places = new Semaphore(AT_ONCE);

    BoundedSource(SecretSource source, ExecutorService threads) {
        this.source = source;
        this.threads = threads;
    }

    boolean isOf(SecretSource other) {
        return source == other;
    }

    /**
     * Calls the source on another thread, and waits for the answer.
     *
     * @param question the call of the source
     * @param wait the maximum time to wait
     * @throws UnusableSecretException if the source does not answer in time, or fails
     */
    <T> T ask(Callable<T> question, Duration wait) throws InterruptedException {
        Future<T> answer = submit(question);
        try {
            return answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UnusableSecretException(
                    "was not given within %d ms".formatted(wait.toMillis()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnusableSecretException known) {
                throw known;
            }
            // The text of an exception of the source may contain the secret.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UnusableSecretException(
                    "is kept by a source that failed [%s]".formatted(cause.getClass().getName()));
        } finally {
            answer.cancel(true);
        }
    }

    private <T> Future<T> submit(Callable<T> question) {
        if (!places.tryAcquire()) {
            throw new UnusableSecretException(
                    "is kept by a source that has not answered %d questions".formatted(AT_ONCE));
        }
        boolean begun = false;
        try {
            Future<T> answer =
                    threads.submit(
                            () -> {
                                try {
                                    return question.call();
                                } finally {
                                    places.release();
                                }
                            });
            begun = true;
            return answer;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            throw new UnusableSecretException("cannot be asked for: the host has no thread");
        } finally {
            if (!begun) {
                places.release();
            }
        }
    }

    Optional<byte[]> read(String name, Duration wait) throws InterruptedException {
        return ask(() -> source.read(name).map(SecretValues::require), wait);
    }

    Set<String> names(Duration wait) throws InterruptedException {
        return ask(() -> Set.copyOf(source.names()), wait);
    }
}
