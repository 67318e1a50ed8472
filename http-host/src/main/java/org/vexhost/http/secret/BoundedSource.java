package org.vexhost.http.secret;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
        // A question that is cancelled before its thread begins never runs, so it cannot give its
        // place back. The first to set this flag, the question or the caller, gives it back.
        AtomicBoolean owned = new AtomicBoolean();
        if (!places.tryAcquire()) {
            throw new UnusableSecretException(
                    "is kept by a source that has not answered %d questions".formatted(AT_ONCE));
        }
        try {
            return await(submit(question, owned), wait);
        } finally {
            if (owned.compareAndSet(false, true)) {
                places.release();
            }
        }
    }

    private <T> Future<T> submit(Callable<T> question, AtomicBoolean owned) {
        try {
            return threads.submit(
                    () -> {
                        if (!owned.compareAndSet(false, true)) {
                            throw new CancellationException("nobody waits for the answer");
                        }
                        try {
                            return question.call();
                        } finally {
                            places.release();
                        }
                    });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            throw new UnusableSecretException("cannot be asked for: the host has no thread");
        }
    }

    private static <T> T await(Future<T> answer, Duration wait) throws InterruptedException {
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

    Optional<byte[]> read(String name, Duration wait) throws InterruptedException {
        return ask(() -> source.read(name).map(SecretValues::require), wait);
    }

    Set<String> names(Duration wait) throws InterruptedException {
        return ask(() -> Set.copyOf(source.names()), wait);
    }
}
