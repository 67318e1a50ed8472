package org.vexhost.loader.deploy.prepare;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.artifact.ArtifactException;
import org.vexhost.loader.artifact.Defect;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.prepare.PreparationPool.Answer;
import org.vexhost.loader.deploy.prepare.PreparationPool.Question;
import org.vexhost.loader.deploy.prepare.PreparationPool.Result;
import org.vexhost.loader.deploy.prepare.PreparationPool.Source;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolFactory;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.deploy.version.ToolRejectedException.Cause;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.RequestedLimits.Limit;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.work.ControlThread;
import org.vexhost.loader.work.FairPool;
import org.vexhost.loader.work.Openers;

/**
 * One attempt to turn an artifact's files into a tool version: reads the artifact, checks it, and
 * compiles it when its turn comes. While a large module waits for its turn, it does not stay in
 * memory; it is read again afterwards. This class has over 300 lines because it lists these steps
 * in order.
 */
final class Preparation {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    /** The size of the largest module that stays in memory while it waits: 256 KiB. */
    private static final long KEPT_BYTES = 256L << 10;

    /** The approximate time of a check, per byte of the module. */
    private static final long CHECK_NANOS_PER_BYTE = 150;

    /** Services that all attempts share. */
    record Tools(
            ControlThread control,
            ToolFactory factory,
            GrantStore grants,
            Supplier<HostSettings> settings,
            Openers openers,
            FairPool checks,
            CompilationQueues compilations) {}

    /** An artifact that was read and checked. */
    private record Content(
            LoadedArtifact artifact, SandboxLimits limits, ToolFactory.Checked checked) {}

    private enum Stage {
        READING,
        CHECKING,
        COMPILING,
        OVER
    }

    /** A step of an attempt; it may throw any exception. */
    @FunctionalInterface
    private interface Step {
        void run()
                throws ArtifactException,
                        DescriptorException,
                        ToolRejectedException,
                        InterruptedException;
    }

    private final Tools tools;
    private final String id;
    private final long bytes;
    private final Source source;
    private final Question question;
    private final Result result;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.READING);
    private final AtomicReference<@Nullable Content> kept = new AtomicReference<>();
    private volatile Optional<ToolDetails> known = Optional.empty();
    private volatile boolean cancelled;
    private volatile FairPool.@Nullable Job turn;

    Preparation(
            Tools tools, String id, long bytes, Source source, Question question, Result result) {
        this.tools = tools;
        this.id = id;
        this.bytes = bytes;
        this.source = source;
        this.question = question;
        this.result = result;
    }

    void begin() {
        // Reserves memory for the file's bytes and for the result of the first pass.
        var ignored =
                tools.openers()
                        .call(id, 2 * bytes, source::load)
                        .whenComplete(
                                (artifact, problem) -> {
                                    if (problem == null) {
                                        read(artifact);
                                    } else {
                                        fail(problem);
                                    }
                                });
    }

    /** Whether the descriptor has not been read yet. */
    boolean isReading() {
        return stage.get() == Stage.READING;
    }

    /** Cancels the attempt, unless compiling has already started. */
    void cancel() {
        cancelled = true;
        FairPool.Job waiting = turn;
        if (waiting != null && waiting.cancel()) {
            end(new PreparationResult.Cancelled());
        }
    }

    private void read(LoadedArtifact artifact) {
        stage.compareAndSet(Stage.READING, Stage.CHECKING);
        FairPool.Job ignored =
                tools.checks()
                        .submit(
                                id,
                                bytes * CHECK_NANOS_PER_BYTE,
                                () -> guarded(() -> check(artifact)));
    }

    private void check(LoadedArtifact artifact)
            throws DescriptorException, ToolRejectedException, InterruptedException {
        if (cancelled) {
            end(new PreparationResult.Cancelled());
            return;
        }
        known =
                Optional.of(
                        ToolDetails.unaccepted(
                                artifact.descriptor(), Optional.of(artifact.digest())));
        SandboxLimits limits = limits(artifact.descriptor());
        requireGrantable(artifact.descriptor());
        if (ask(artifact, limits) == Answer.UNCHANGED) {
            end(new PreparationResult.Unchanged());
            return;
        }
        Content content = checked(artifact, limits);
        ToolFactory.Effort effort = content.checked().effort();
        tools.compilations().requirePossible(effort);
        stage.set(Stage.COMPILING);
        kept.set(content);
        ArtifactDigest digest = artifact.digest();
        turn =
                tools.compilations()
                        .submit(id, effort, () -> guarded(() -> compile(digest, limits, effort)));
        whileWaiting(artifact.module().length, effort);
    }

    /**
     * Returns the limits that the descriptor requests. A default memory limit is reduced to what
     * the heap allows.
     */
    private SandboxLimits limits(ToolDescriptor descriptor) throws DescriptorException {
        HostSettings now = tools.settings().get();
        SandboxLimits limits =
                descriptor.limits().within(now.defaults(), now.ceilings(), descriptor.source());
        return descriptor.limits().values().containsKey(Limit.MAX_MEMORY_BYTES)
                ? limits
                : tools.factory()
                        .fitting(descriptor, limits, tools.compilations().heap().totalBytes());
    }

    private Content checked(LoadedArtifact artifact, SandboxLimits limits)
            throws ToolRejectedException {
        return new Content(
                artifact,
                limits,
                tools.factory()
                        .check(
                                artifact,
                                limits,
                                tools.grants()
                                        .live(artifact.descriptor().name(), artifact.digest())));
    }

    /**
     * Reports that the artifact waits, and releases a large module's bytes, which can be read
     * again.
     */
    private void whileWaiting(long moduleBytes, ToolFactory.Effort effort) {
        FairPool.Job waiting = turn;
        if (waiting == null || !waiting.isWaiting()) {
            return;
        }
        if (moduleBytes > KEPT_BYTES) {
            kept.set(null);
        }
        String reason = tools.compilations().waitReason(effort);
        tools.control()
                .execute(
                        () -> {
                            if (waiting.isWaiting()) {
                                result.waits(reason);
                            }
                        });
        if (cancelled && waiting.cancel()) {
            end(new PreparationResult.Cancelled());
        }
    }

    private void compile(ArtifactDigest digest, SandboxLimits limits, ToolFactory.Effort effort)
            throws ArtifactException, ToolRejectedException, InterruptedException {
        show("");
        Optional<PreparationResult> ready =
                compile(tools.compilations().claim(effort, this::show), digest, limits, effort);
        if (ready.isEmpty()) {
            LOG.warn("'{}' is compiled again with more memory: the host ran out of memory", id);
            ready =
                    compile(
                            tools.compilations().claimMore(effort, this::show),
                            digest,
                            limits,
                            effort);
        }
        end(ready.orElseThrow(() -> tools.compilations().ranOut(effort)));
    }

    /** Compiles with the memory of a claim, and closes the claim; empty if memory ran out. */
    private Optional<PreparationResult> compile(
            HeapBudget.Claim claim,
            ArtifactDigest digest,
            SandboxLimits limits,
            ToolFactory.Effort effort)
            throws ArtifactException, ToolRejectedException, InterruptedException {
        try {
            Content inMemory = kept.getAndSet(null);
            Content content = inMemory == null ? readAgain(digest, limits) : inMemory;
            ToolFactory.Prepared prepared = prepare(content, effort);
            return Optional.of(
                    new PreparationResult.Ready(
                            ToolVersion.ofModule(content.artifact(), limits, prepared)));
        } catch (OutOfMemoryError e) {
            return Optional.empty();
        } finally {
            claim.close();
        }
    }

    private ToolFactory.Prepared prepare(Content content, ToolFactory.Effort effort)
            throws ToolRejectedException {
        Duration longest = CompilationQueues.longest(effort);
        Runnable inTime = tools.control().after(longest, () -> giveUp(longest));
        try {
            return content.checked().prepare();
        } finally {
            inTime.run();
        }
    }

    /**
     * Gives up a compilation that takes too long. A compiler cannot be stopped, so its thread keeps
     * running and another thread replaces it.
     */
    private void giveUp(Duration longest) {
        FairPool.Job running = turn;
        if (running != null && running.abandon()) {
            LOG.warn("compiling '{}' was given up; its thread is still running", id);
            String text =
                    "compiling took longer than %d s and was given up"
                            .formatted(longest.toSeconds());
            end(new PreparationResult.Rejected(Cause.EFFORT, text, known));
        }
    }

    private void show(String reason) {
        tools.control().execute(() -> result.waits(reason));
    }

    private Content readAgain(ArtifactDigest digest, SandboxLimits limits)
            throws ArtifactException, ToolRejectedException, InterruptedException {
        LoadedArtifact again;
        try {
            again = tools.openers().call(id, 2 * bytes, source::load).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ArtifactException problem) {
                throw problem;
            }
            throw new ToolRejectedException(
                    Cause.HOST, "it cannot be read again [%s]".formatted(shown(e.getCause())), e);
        }
        if (!again.digest().equals(digest)) {
            throw new ToolRejectedException(Cause.HOST, "its files changed while it waited");
        }
        return checked(again, limits);
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (ArtifactException
                | DescriptorException
                | ToolRejectedException
                | InterruptedException
                | RuntimeException
                | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable problem) {
        PreparationResult outcome;
        if (problem instanceof ArtifactException e) {
            outcome = new PreparationResult.Defective(e.defect(), e.known());
        } else if (problem instanceof IOException e) {
            outcome =
                    new PreparationResult.Defective(
                            new Defect(Defect.Kind.NOT_READ, String.valueOf(e.getMessage())),
                            known);
        } else if (problem instanceof DescriptorException e) {
            outcome = refused(Cause.TOOL, String.valueOf(e.getMessage()));
        } else if (problem instanceof ToolRejectedException e) {
            outcome = refused(e.kind(), String.valueOf(e.getMessage()));
        } else if (problem instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            outcome = refused(Cause.HOST, "the host is closing");
        } else if (problem instanceof OutOfMemoryError) {
            outcome =
                    refused(Cause.HOST, "the host has too little memory to read it at this moment");
        } else {
            // A module that makes the compiler fail must not affect other tools.
            LOG.warn("preparing '{}' failed unexpectedly", id, problem);
            outcome =
                    refused(
                            Cause.TOOL,
                            "the host failed to prepare it [%s]".formatted(shown(problem)));
        }
        end(outcome);
    }

    private PreparationResult refused(Cause cause, String text) {
        return new PreparationResult.Rejected(cause, text, known);
    }

    private static String shown(@Nullable Throwable problem) {
        return MessageText.escape(String.valueOf(problem), 200);
    }

    /**
     * Delivers the result, but only once. Without a result, an artifact would never be tried again.
     */
    private void end(PreparationResult outcome) {
        if (stage.getAndSet(Stage.OVER) == Stage.OVER) {
            if (outcome instanceof PreparationResult.Ready late) {
                late.version().drop();
            }
            return;
        }
        tools.control().deliver(() -> result.take(outcome));
    }

    private static void requireGrantable(ToolDescriptor descriptor) throws ToolRejectedException {
        for (Capability capability : descriptor.requested().kinds()) {
            if (CapabilityTypes.all().of(capability).isNeverGranted()) {
                throw new ToolRejectedException(
                        Cause.TOOL,
                        "%s: capability '%s' is never granted"
                                .formatted(descriptor.source(), capability.key()));
            }
        }
    }

    private Answer ask(LoadedArtifact artifact, SandboxLimits limits)
            throws ToolRejectedException, InterruptedException {
        try {
            return tools.control().call(() -> question.ask(artifact, limits));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ToolRejectedException refused) {
                throw refused;
            }
            throw new IllegalStateException("the control thread failed", e.getCause());
        } catch (RejectedExecutionException e) {
            throw new ToolRejectedException(Cause.HOST, "the host is closing", e);
        }
    }
}
