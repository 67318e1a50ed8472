package org.vexhost.loader.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.ArtifactException;
import org.vexhost.loader.artifact.ArtifactReader;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.artifact.FileState;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.work.FairPool;
import org.vexhost.loader.work.Openers;

/**
 * Reads, checks and compiles artifacts, each on threads of its own, so that none of the three waits
 * for another. Each attempt has one outcome, which is handed to the control thread. Its methods are
 * for the control thread.
 */
final class Attempts implements AutoCloseable {

    /** Artifacts that are checked at the same time: the first pass over a module is short. */
    private static final int CHECK_THREADS = 2;

    /** Until then, nobody wonders where an artifact is that waits to be read. */
    private static final Duration READING_SHOWS_AFTER = Duration.ofMillis(200);

    /** What came of an attempt. */
    sealed interface Outcome {
        /** A version is ready. */
        record Ready(Version version) implements Outcome {}

        /** The artifact is what is deployed already. */
        record Unchanged() implements Outcome {}

        /** It was taken back before it was compiled: its files are others by now. */
        record Cancelled() implements Outcome {}

        /**
         * The files are not a tool, or not yet.
         *
         * @param known what could be read of them
         */
        record Defective(Defect defect, Optional<ToolDetails> known) implements Outcome {}

        /**
         * The tool is not accepted.
         *
         * @param known of the artifact, if it could be read
         */
        record Refused(RefusedException.Cause cause, String text, Optional<ToolDetails> known)
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
    interface Result {
        /** Runs on the control thread. */
        void take(Outcome outcome);

        /**
         * What it waits for, where that takes long enough to be shown; empty when it goes on. Runs
         * on the control thread.
         */
        default void waits(String reason) {}
    }

    /** Gives the artifact of an attempt. */
    @FunctionalInterface
    interface Source {
        /** Runs on a thread that can be left behind. */
        LoadedArtifact load() throws ArtifactException;
    }

    private final Control control;
    private final Supplier<HostSettings> settings;
    private final Openers openers;
    private final FairPool checks = new FairPool("vexhost-check-", CHECK_THREADS);
    private final Compilations compilations;
    private final Attempt.Tools tools;

    Attempts(
            Control control,
            ToolFactory factory,
            GrantStore grants,
            Supplier<HostSettings> settings,
            HeapBudget heap,
            Openers openers) {
        this.control = control;
        this.settings = settings;
        this.openers = openers;
        this.compilations = new Compilations(heap, settings.get().deployment().threads());
        this.tools =
                new Attempt.Tools(
                        control, factory, grants, settings, openers, checks, compilations);
    }

    /**
     * Begins an attempt with files.
     *
     * @return takes it back, if it has not begun to compile: its outcome comes soon
     */
    Runnable begin(Candidate candidate, Question question, Result result) {
        ArtifactReader reader = reader();
        long bytes = candidate.states().stream().mapToLong(FileState::sizeBytes).sum();
        return begin(candidate.id(), bytes, () -> reader.read(candidate), question, result);
    }

    /**
     * Begins an attempt.
     *
     * @param bytes how much there is to read
     * @return takes it back, if it has not begun to compile: its outcome comes soon
     */
    Runnable begin(String id, long bytes, Source source, Question question, Result result) {
        Attempt attempt = new Attempt(tools, id, bytes, source, question, result);
        attempt.begin();
        Runnable ignored =
                control.after(
                        READING_SHOWS_AFTER,
                        () -> {
                            if (attempt.isReading()) {
                                result.waits("waits to be read");
                            }
                        });
        return attempt::cancel;
    }

    /**
     * Reads the descriptor of files that are not a tool, or not yet.
     *
     * @param known receives what it says, or nothing if it cannot be read; on the control thread
     */
    void describe(Candidate candidate, Consumer<Optional<ToolDetails>> known) {
        ArtifactReader reader = reader();
        // A name of its own: it must not keep an attempt from opening the same files.
        var ignored =
                openers.call(
                                candidate.id() + " (descriptor)",
                                ToolDescriptor.MAX_BYTES,
                                () -> reader.describe(candidate))
                        .exceptionally(problem -> Optional.empty())
                        .thenAccept(found -> control.execute(() -> known.accept(found)));
    }

    private ArtifactReader reader() {
        HostSettings now = settings.get();
        return new ArtifactReader(now.toolsFolder(), now.deployment().maxModuleBytes());
    }

    /** Whether any attempt waits for its turn, or runs, as far as can be seen from any thread. */
    boolean isBusy() {
        return openers.isBusy() || checks.isBusy() || compilations.isBusy();
    }

    /** Takes over another number of threads. */
    void resize(int count) {
        compilations.resize(count);
    }

    @Override
    public void close() {
        checks.close();
        compilations.close();
    }
}
