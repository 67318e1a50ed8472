package org.vexhost.http.secret;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Grant;
import org.vexhost.api.SecretSource;
import org.vexhost.api.admin.SecretAdministration;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;

/**
 * All secrets of the host. Sources are asked in order: first the folder, then the others.
 * Thread-safe.
 */
public final class Secrets implements SecretAdministration, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_TOLD = 1_000;

    private final Duration patience;
    private final List<BoundedSource> sources = new CopyOnWriteArrayList<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    job -> {
                        Thread thread = new Thread(job, "secret-source");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * Creates secrets with one source, for example {@link SecretFolder}. It is asked before sources
     * that are added later.
     */
    public Secrets(SecretSource first) {
        this(first, PATIENCE);
    }

    /**
     * Creates secrets with one source.
     *
     * @param first the source
     * @param patience the maximum time to wait for a source
     */
    public Secrets(SecretSource first, Duration patience) {
        this.patience = patience;
        add(first);
    }

    /** Adds a source, which is asked after the others. */
    public void add(SecretSource source) {
        sources.add(new BoundedSource(source, threads));
    }

    /** Removes a source. */
    public void remove(SecretSource source) {
        sources.removeIf(each -> each.isOf(source));
    }

    /**
     * Returns the current value of a secret.
     *
     * @param name the name of the secret
     * @param wait the maximum time to wait; the patience for a source limits it further
     * @return a copy of the value; empty if no source has the secret
     * @throws HttpException with SECRET if the secret is unusable; the log contains the reason for
     *     operators
     */
    public Optional<byte[]> read(String name, Duration wait)
            throws HttpException, InterruptedException {
        Duration most = wait.compareTo(patience) < 0 ? wait : patience;
        try {
            for (BoundedSource source : sources) {
                Optional<byte[]> found = source.read(name, most);
                if (found.isPresent()) {
                    told.remove(name);
                    return found;
                }
            }
            return Optional.empty();
        } catch (UnusableSecretException e) {
            tell(name, String.valueOf(e.getMessage()));
            throw new HttpException(
                    HttpError.SECRET,
                    "secret %s cannot be used; the host's log says why".formatted(name));
        }
    }

    /** Logs a problem once. It is logged again only after it has changed or was solved. */
    private void tell(String name, String problem) {
        if (told.size() < MAX_TOLD && !problem.equals(told.put(name, problem))) {
            LOG.warn("secret {} {}", name, problem);
        }
    }

    @Override
    public List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (BoundedSource source : new ArrayList<>(sources)) {
            try {
                source.names(patience).stream()
                        .filter(Secrets::isName)
                        .limit(MAX_NAMES)
                        .forEach(names::add);
            } catch (UnusableSecretException e) {
                LOG.warn("names of secrets: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return List.copyOf(names);
    }

    private static boolean isName(String text) {
        try {
            return Grant.Secret.requireName(text).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
