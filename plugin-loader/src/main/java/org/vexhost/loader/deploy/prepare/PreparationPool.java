package org.vexhost.loader.deploy.prepare;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.ArtifactException;
import org.vexhost.loader.artifact.ArtifactReader;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.FileState;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolFactory;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.work.ControlThread;
import org.vexhost.loader.work.FairPool;
import org.vexhost.loader.work.Openers;

/**
 * Reads, checks and compiles artifacts. Each step has threads of its own, so that the steps do not
 * wait for each other. Each attempt has exactly one result, which is delivered on the control
 * thread. The methods are for the control thread.
 */
public final class PreparationPool implements AutoCloseable {

    /**
     * How many artifacts are checked at the same time. Two are enough, because the first pass over
     * a module is short.
     */
    private static final int CHECK_THREADS = 2;

    /** An artifact that waits longer than this to be read is shown as waiting. */
    private static final Duration READING_SHOWS_AFTER = Duration.ofMillis(200);

    /** The control thread's answer about an artifact that was read. */
    public enum Answer {
        /** Compile the artifact. */
        GO_ON,
        /** Do not compile it, because the artifact is already deployed. */
        UNCHANGED
    }

    /** Asks the control thread whether an artifact that was read should be compiled. */
    @FunctionalInterface
    public interface Question {
        /** Runs on the control thread. */
        Answer ask(LoadedArtifact artifact, SandboxLimits limits) throws ToolRejectedException;
    }

    /** Receives the result of an attempt. */
    public interface Result {
        /** Takes the result. Runs on the control thread. */
        void take(PreparationResult outcome);

        /**
         * Reports why the attempt waits, if the wait is long enough to be shown. An empty reason
         * means that the attempt continues. Runs on the control thread.
         */
        default void waits(String reason) {}
    }

    /** Supplies the artifact of an attempt. */
    @FunctionalInterface
    public interface Source {
        /** Reads the artifact. Runs on a thread that can be abandoned. */
        LoadedArtifact load() throws ArtifactException;
    }

    private final ControlThread control;
    private final Supplier<HostSettings> settings;
    private final Openers openers;
    private final FairPool checks = new FairPool("vexhost-check-", CHECK_THREADS);
    private final CompilationQueues compilations;
    private final Preparation.Tools tools;

    public PreparationPool(
            ControlThread control,
            ToolFactory factory,
            GrantStore grants,
            Supplier<HostSettings> settings,
            HeapBudget heap,
            Openers openers) {
        this.control = control;
        this.settings = settings;
        this.openers = openers;
        this.compilations = new CompilationQueues(heap, settings.get().deployment().threads());
        this.tools =
                new Preparation.Tools(
                        control, factory, grants, settings, openers, checks, compilations);
    }

    /**
     * Starts an attempt with an artifact's files.
     *
     * @return cancels the attempt, unless compiling has already started; the result is delivered in
     *     either case
     */
    public Runnable begin(Candidate candidate, Question question, Result result) {
        ArtifactReader reader = reader();
        long bytes = candidate.states().stream().mapToLong(FileState::sizeBytes).sum();
        return begin(candidate.id(), bytes, () -> reader.read(candidate), question, result);
    }

    /**
     * Starts an attempt.
     *
     * @param id the artifact, for messages and for fair sharing of threads
     * @param bytes the number of bytes to read
     * @param source reads the artifact
     * @param question asked before compiling
     * @param result receives the result
     * @return cancels the attempt, unless compiling has already started; the result is delivered in
     *     either case
     */
    public Runnable begin(String id, long bytes, Source source, Question question, Result result) {
        Preparation attempt = new Preparation(tools, id, bytes, source, question, result);
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
     * Reads the descriptor of files that are not a tool, or are not complete yet.
     *
     * @param candidate the files
     * @param known receives the details on the control thread; empty if the descriptor cannot be
     *     read
     */
    public void describe(Candidate candidate, Consumer<Optional<ToolDetails>> known) {
        ArtifactReader reader = reader();
        // The job has a name of its own, so it does not keep an attempt from opening the same
        // files.
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

    /** Whether any attempt is waiting or running. Can be called from any thread. */
    public boolean isBusy() {
        return openers.isBusy() || checks.isBusy() || compilations.isBusy();
    }

    /** Changes the number of compiler threads. */
    public void resize(int count) {
        compilations.resize(count);
    }

    @Override
    public void close() {
        checks.close();
        compilations.close();
    }
}
