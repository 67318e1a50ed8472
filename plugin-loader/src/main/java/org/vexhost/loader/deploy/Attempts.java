package org.vexhost.loader.deploy;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.ArtifactException;
import org.vexhost.loader.artifact.ArtifactReader;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.grant.GrantStore;

/**
 * Reads, checks and compiles artifacts, a few at a time, on threads of its own. Each attempt has
 * one outcome, which is handed to the control thread.
 */
final class Attempts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** What came of an attempt. */
    sealed interface Outcome {
        /** A version is ready. */
        record Ready(Version version) implements Outcome {}

        /** The artifact is what is deployed already. */
        record Unchanged() implements Outcome {}

        /** The files are not a tool, or not yet. */
        record Defective(Defect defect) implements Outcome {}

        /**
         * The tool is not accepted.
         *
         * @param version of the artifact, if it could be read
         */
        record Refused(RefusedException.Cause cause, String text, Optional<String> version)
                implements Outcome {}
    }

    /** What the control thread says to an artifact that was read. */
    enum Answer {
        /** Compile it. */
        GO_ON,
        /** It is deployed already. */
        UNCHANGED
    }

    /** Asks the control thread whether an artifact that was read is worth compiling. */
    @FunctionalInterface
    interface Question {
        /** Runs on the control thread. */
        Answer ask(LoadedArtifact artifact, SandboxLimits limits) throws RefusedException;
    }

    /** Receives the outcome. */
    @FunctionalInterface
    interface Result {
        /** Runs on the control thread. */
        void take(Outcome outcome);
    }

    private final Control control;
    private final ToolFactory factory;
    private final GrantStore grants;
    private final Supplier<HostSettings> settings;
    private final ThreadPoolExecutor threads;

    Attempts(
            Control control,
            ToolFactory factory,
            GrantStore grants,
            Supplier<HostSettings> settings) {
        this.control = control;
        this.factory = factory;
        this.grants = grants;
        this.settings = settings;
        AtomicInteger number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        settings.get().deployment().threads(),
                        settings.get().deployment().threads(),
                        1,
                        TimeUnit.MINUTES,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread =
                                    new Thread(task, "vexhost-compile-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Gives the artifact of an attempt. */
    @FunctionalInterface
    interface Source {
        /** Runs on a thread of the attempts. */
        LoadedArtifact load(HostSettings settings) throws ArtifactException;
    }

    /** Begins an attempt with files. */
    void begin(Candidate candidate, Question question, Result result) {
        begin(
                candidate.id(),
                now -> new ArtifactReader(now.deployment().maxModuleBytes()).read(candidate),
                question,
                result);
    }

    /** Begins an attempt. */
    void begin(String id, Source source, Question question, Result result) {
        try {
            threads.execute(
                    () -> {
                        Outcome outcome = attempt(id, source, question);
                        control.execute(() -> result.take(outcome));
                    });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: '{}' is left out", id);
        }
    }

    /** Whether any attempt waits for its turn, or runs, as far as can be seen from any thread. */
    boolean isBusy() {
        return !threads.getQueue().isEmpty() || threads.getActiveCount() > 0;
    }

    /** Takes over another number of threads. */
    void resize(int count) {
        if (count > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(count);
            threads.setCorePoolSize(count);
        } else {
            threads.setCorePoolSize(count);
            threads.setMaximumPoolSize(count);
        }
    }

    private Outcome attempt(String id, Source source, Question question) {
        Optional<String> version = Optional.empty();
        try {
            HostSettings now = settings.get();
            LoadedArtifact artifact = source.load(now);
            ToolDescriptor descriptor = artifact.descriptor();
            version = Optional.of(descriptor.definition().version());
            SandboxLimits limits =
                    descriptor.limits().within(now.defaults(), now.ceilings(), descriptor.source());
            requireNoSubprocess(descriptor);
            if (ask(question, artifact, limits) == Answer.UNCHANGED) {
                return new Outcome.Unchanged();
            }
            ToolFactory.Prepared prepared =
                    factory.prepare(
                            artifact, limits, grants.live(descriptor.name(), artifact.digest()));
            return new Outcome.Ready(Version.ofModule(artifact, limits, prepared));
        } catch (ArtifactException e) {
            return new Outcome.Defective(e.defect());
        } catch (DescriptorException e) {
            return refused(RefusedException.Cause.TOOL, e, version);
        } catch (RefusedException e) {
            return refused(e.kind(), e, version);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Refused(RefusedException.Cause.HOST, "the host is closing", version);
        } catch (OutOfMemoryError e) {
            LOG.warn("'{}' is tried again: the host ran out of memory with it", id, e);
            return new Outcome.Refused(
                    RefusedException.Cause.HOST,
                    "the host has too little memory to prepare it [%s]"
                            .formatted(MessageText.escape(String.valueOf(e.getMessage()), 200)),
                    version);
        } catch (RuntimeException | Error e) {
            // A module that breaks the compiler is that module's problem, and no other tool's.
            LOG.warn("'{}' broke its deployment", id, e);
            return new Outcome.Refused(
                    RefusedException.Cause.TOOL,
                    "the host failed to prepare it [%s]"
                            .formatted(MessageText.escape(e.toString(), 200)),
                    version);
        }
    }

    private static Outcome refused(
            RefusedException.Cause cause, Exception e, Optional<String> version) {
        return new Outcome.Refused(cause, String.valueOf(e.getMessage()), version);
    }

    private static void requireNoSubprocess(ToolDescriptor descriptor) throws RefusedException {
        if (descriptor.requested().kinds().contains(Capability.SUBPROCESS)) {
            throw new RefusedException(
                    RefusedException.Cause.TOOL,
                    "%s: capability 'subprocess' is never granted".formatted(descriptor.source()));
        }
    }

    private Answer ask(Question question, LoadedArtifact artifact, SandboxLimits limits)
            throws RefusedException, InterruptedException {
        try {
            return control.call(() -> question.ask(artifact, limits));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("the control thread failed", e.getCause());
        } catch (RejectedExecutionException e) {
            throw new RefusedException(RefusedException.Cause.HOST, "the host is closing", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
