package org.vexhost.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.api.Deadline;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolException;
import org.vexhost.api.admin.Measurement;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.binary.NamedFunctions;
import org.vexhost.sandbox.compile.CompileOptions;
import org.vexhost.sandbox.compile.ModuleCompiler;
import org.vexhost.sandbox.hint.Hints;
import org.vexhost.sandbox.instantiate.ArrayPool;
import org.vexhost.sandbox.instantiate.GuestProfile;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.run.AbandonedException;
import org.vexhost.sandbox.run.JobFailedException;
import org.vexhost.sandbox.run.NoThreadException;
import org.vexhost.sandbox.run.SandboxThreads;
import org.vexhost.sandbox.snapshot.SnapshotBudget;
import org.vexhost.sandbox.snapshot.SnapshotFiles;
import org.vexhost.sandbox.snapshot.SnapshotStore;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.DenialListener;
import org.vexhost.sandbox.spi.HostModule;

/**
 * Prepares and runs WebAssembly modules; one for each host. Holds what tools share: threads with
 * deep stacks, compiled modules, arrays for memories, host functions. Thread-safe.
 *
 * <p>In OSGi it is a service. In plain Java: {@code WasmEngine.builder().hostModule(wasi).build()}.
 *
 * <p>Long, since tools and commands share what its builder sets up.
 *
 * @since 1.0
 */
public final class WasmEngine implements AutoCloseable {

    /** How many calls run at once at most, stuck ones included: 384. */
    public static final int DEFAULT_MAX_THREADS = 384;

    /** How many stuck calls one tool may have before it is out of service: 4. */
    public static final int DEFAULT_MAX_STUCK_THREADS = 4;

    /** Loggers of tools are called this, a dot, and the tool's name. */
    public static final String TOOL_LOGGER = "vexhost.tool";

    /** How long compiling takes until somebody is told, and told again. */
    private static final Duration COMPILE_PERIOD = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WasmEngine.class);

    /**
     * A guest at the largest {@code maxCallDepth} took 17 MiB of stack at most in any way of
     * compiling it, and 25 MiB in the interpreter: the count ends calls long before the stack does,
     * with room for host functions. Only what is touched is memory.
     */
    private static final long STACK_BYTES = 64L << 20;

    private final List<HostModule<?>> hostModules;
    private final List<DenialListener> denialListeners;
    private final CompileOptions toolOptions;
    private final ModuleCompiler compiler;
    private final EngineParts parts;
    private final Snapshots snapshots;
    private final PreparationActivity preparations = new PreparationActivity();
    private final PreparationCounts counts = new PreparationCounts();
    private final CompileWatch compileWatch;
    private volatile boolean closed;

    private WasmEngine(Builder builder) {
        hostModules = List.copyOf(builder.hostModules);
        denialListeners = List.copyOf(builder.denialListeners);
        toolOptions = new CompileOptions(builder.moduleLimits, CompileOptions.Mode.COMPILED);
        Optional<ModuleCompiler> keeping = keeping(builder.cacheDirectory());
        compiler = keeping.orElseGet(ModuleCompiler::uncached);
        compileWatch = new CompileWatch(builder.compileListener, COMPILE_PERIOD);
        parts =
                new EngineParts(
                        new SandboxThreads("vexhost-sandbox-", STACK_BYTES, builder.maxThreads),
                        new ArrayPool(builder.memoryPoolBytes),
                        builder.maxStuckThreads,
                        new AtomicInteger());
        long maxSnapshotBytes = builder.maxSnapshotBytes;
        SnapshotStore store =
                builder.cacheDirectory()
                        .filter(directory -> keeping.isPresent())
                        .<SnapshotStore>map(
                                directory -> new SnapshotFiles(directory, maxSnapshotBytes))
                        .orElse(SnapshotStore.NONE);
        snapshots = new Snapshots(parts, store, new SnapshotBudget(maxSnapshotBytes));
        parts.threads().keepOne();
    }

    /** A compiler that keeps what it makes, if it can. */
    private static Optional<ModuleCompiler> keeping(Optional<Path> cacheDirectory) {
        if (cacheDirectory.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ModuleCompiler.cached(
                            cacheDirectory.get(), ModuleCompiler.DEFAULT_CACHE_BYTES));
        } catch (IOException e) {
            LOG.warn(
                    "compiled modules are not kept: '{}' cannot be used [{}]",
                    cacheDirectory.get(),
                    e.toString());
            return Optional.empty();
        }
    }

    /** Starts a configuration. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a tool of a module: scans, validates, meters, compiles and links it. Takes time in
     * proportion to the module; not for threads that serve calls.
     *
     * @throws InvalidModuleException if the module is refused; says why and where
     * @throws IllegalStateException if this engine is closed
     */
    public WasmTool prepare(WasmToolSpec spec) throws InvalidModuleException {
        return prepare(check(spec));
    }

    /**
     * Checks all of a module that can be checked without compiling it, in one pass over its bytes,
     * and estimates what the rest takes.
     *
     * @throws InvalidModuleException if the module is refused; says why and where
     * @throws IllegalStateException if this engine is closed
     * @since 1.0
     */
    public CheckedTool check(WasmToolSpec spec) throws InvalidModuleException {
        requireOpen();
        CompileOptions options = toolOptions.deterministic(spec.isDeterministic());
        ModuleLayout layout =
                ModuleCheck.layout(
                        hostModules,
                        spec.module(),
                        options,
                        spec.abi(),
                        spec.capabilities(),
                        spec.limits(),
                        Hints::ofDescriptorLimit);
        return new CheckedTool(spec, layout, options, compiler.keptBytes(layout, options));
    }

    /**
     * Makes a tool of a module that was checked: meters, compiles and links it, or finds it
     * compiled. Takes time in proportion to the module; not for threads that serve calls.
     *
     * @param checked by this engine
     * @throws InvalidModuleException if the module cannot be compiled
     * @throws IllegalStateException if this engine is closed
     * @since 1.0
     */
    public WasmTool prepare(CheckedTool checked) throws InvalidModuleException {
        requireOpen();
        preparations.begin();
        long start = System.nanoTime();
        try {
            WasmTool tool = prepared(checked);
            counts.prepared(checked.source(), System.nanoTime() - start);
            return tool;
        } catch (InvalidModuleException | RuntimeException e) {
            counts.failed();
            throw e;
        } finally {
            preparations.end();
        }
    }

    /** Returns how long no tool was being prepared, zero while one is. */
    public Duration idle() {
        return preparations.idle();
    }

    private WasmTool prepared(CheckedTool checked) throws InvalidModuleException {
        WasmToolSpec spec = checked.spec();
        LinkedModule module = linked(checked.layout(), checked.options());
        String name = spec.definition().name();
        module.warning().ifPresent(warning -> LOG.warn("tool '{}': {}", name, warning));
        GuestProfile profile =
                new GuestProfile(
                        name,
                        logger(name),
                        spec.isDeterministic(),
                        spec.grants(),
                        spec.environment(),
                        this::denied);
        Snapshots.Beginning beginning = snapshots.begin(checked, module, profile);
        if (beginning.problem().isPresent()) {
            // What ends here may be the engine, and not the guest.
            requireOpen();
            LOG.warn("tool '{}': deployed without a snapshot: {}", name, beginning.problem().get());
        }
        return new WasmTool(parts, spec.withoutModule(), module, profile, snapshots, beginning);
    }

    /**
     * Runs a command once, with streams of its own. Its fuel is counted, and limited on request.
     * Blocks; ends early when the calling thread is interrupted.
     *
     * @throws InvalidModuleException if the module is refused
     * @throws IllegalStateException if this engine is closed
     */
    public CommandResult exec(WasmCommand command) throws InvalidModuleException {
        requireOpen();
        long linking = System.nanoTime();
        CompileOptions options = command.options();
        ModuleLayout layout =
                ModuleCheck.layout(
                        hostModules,
                        command.module(),
                        options,
                        Abi.COMMAND,
                        EnumSet.allOf(Capability.class),
                        command.limits(),
                        Hints::ofOptionLimit);
        LinkedModule module = linked(layout, options);
        module.warning().ifPresent(command.warnings());
        String name = MessageText.escape(command.arguments().get(0), MessageText.MAX_QUOTED_LENGTH);
        GuestProfile profile =
                new GuestProfile(
                        name,
                        logger(CommandJob.CALL_ID),
                        command.isDeterministic(),
                        command.grants(),
                        command::environment,
                        this::denied);
        long start = System.nanoTime();
        Duration compiling = Duration.ofNanos(start - linking);
        Deadline deadline = Deadline.after(command.timeout());
        CommandJob job = new CommandJob(command, module, profile, parts, deadline);
        CallFailures failures =
                new CallFailures(name, command.limits(), command.maxFuel(), command.timeout());
        try {
            long code = parts.threads().run(job, start + deadline.remainingNanos());
            return new CommandResult(
                    OptionalLong.of(code), Optional.empty(), job.usage(), compiling, since(start));
        } catch (JobFailedException e) {
            return failed(
                    failures.of(e.thrown(), CommandJob.CALL_ID, start, job.usage()),
                    job,
                    compiling,
                    start);
        } catch (AbandonedException e) {
            return failed(failures.stopped(e.reason(), start, job.usage()), job, compiling, start);
        } catch (NoThreadException e) {
            return failed(failures.noThread(e), job, compiling, start);
        }
    }

    private static CommandResult failed(
            ToolException e, CommandJob job, Duration compiling, long start) {
        return new CommandResult(
                OptionalLong.empty(), Optional.of(e.error()), job.usage(), compiling, since(start));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private static Logger logger(String name) {
        return LoggerFactory.getLogger(TOOL_LOGGER + "." + name);
    }

    private LinkedModule linked(ModuleLayout layout, CompileOptions options)
            throws InvalidModuleException {
        CompileWatch.Watched watched = compileWatch.begin(layout.facts());
        try {
            return LinkedModule.link(
                    compiler.compile(layout, options), NamedFunctions.of(layout), hostModules);
        } finally {
            watched.end();
        }
    }

    /** The names of the modules of host functions there are. */
    public List<String> hostModules() {
        return hostModules.stream().map(HostModule::name).toList();
    }

    /**
     * What all snapshots hold of the heap now, in bytes.
     *
     * @since 1.0
     */
    public long snapshotBytes() {
        return snapshots.heldBytes();
    }

    /** How many calls were abandoned and still hold a thread. */
    public int stuckThreads() {
        return parts.stuckThreads().get();
    }

    /** How many sandbox threads there are, idle and stuck ones included. */
    public int threads() {
        return parts.threads().count();
    }

    /** What this engine counted, and what it holds now. */
    public List<Measurement> measurements() {
        return EngineMeasurements.of(counts, parts);
    }

    /** The threads whose call waits for something outside the host, or for its place after that. */
    public Set<Thread> suspendedThreads() {
        return parts.threads().suspended();
    }

    private void denied(Denial denial) {
        for (DenialListener listener : denialListeners) {
            try {
                listener.denied(denial);
            } catch (RuntimeException e) {
                LOG.error("listener failed to take {}", denial, e);
            }
        }
    }

    /** Stops all calls, which end with {@code UNAVAILABLE/DRAINING}, and takes no new ones. */
    @Override
    public void close() {
        closed = true;
        compileWatch.close();
        parts.threads().close();
    }

    /** Whether this engine was closed. A closed engine prepares and runs nothing. */
    public boolean isClosed() {
        return closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("engine is closed");
        }
    }

    /** Collects a configuration. Used by one thread. */
    public static final class Builder {
        private final List<HostModule<?>> hostModules = new ArrayList<>();
        private final List<DenialListener> denialListeners = new ArrayList<>();
        private int maxThreads = DEFAULT_MAX_THREADS;
        private int maxStuckThreads = DEFAULT_MAX_STUCK_THREADS;
        private long memoryPoolBytes = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16);
        private long maxSnapshotBytes = Runtime.getRuntime().maxMemory() / 16;
        private ModuleLimits moduleLimits = ModuleLimits.DEFAULT;
        private @Nullable Path cacheDirectory;
        private CompileListener compileListener = Builder::logged;

        private Builder() {}

        private static void logged(int functions, int codeBytes, Duration elapsed) {
            LOG.info(
                    "still compiling {} functions of {} bytes [after {} s]",
                    functions,
                    codeBytes,
                    elapsed.toSeconds());
        }

        /**
         * Who is notified every 5 s of a module that is still being compiled; the log by default.
         */
        public Builder compileListener(CompileListener listener) {
            compileListener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Adds a module of host functions; none by default. */
        public Builder hostModule(HostModule<?> module) {
            hostModules.add(Objects.requireNonNull(module, "module"));
            return this;
        }

        /** Adds a listener to denials. */
        public Builder denialListener(DenialListener listener) {
            denialListeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** How many calls run at once at most; {@link #DEFAULT_MAX_THREADS} by default. */
        public Builder maxThreads(int threads) {
            maxThreads = requirePositive("maxThreads", threads);
            return this;
        }

        /**
         * How many calls of one tool may be stuck before it is out of service; {@link
         * #DEFAULT_MAX_STUCK_THREADS} by default.
         */
        public Builder maxStuckThreads(int threads) {
            maxStuckThreads = requirePositive("maxStuckThreads", threads);
            return this;
        }

        /**
         * How much cleared memory may be kept for later calls, in bytes; a sixteenth of the heap by
         * default.
         */
        public Builder memoryPoolBytes(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException(
                        "memoryPoolBytes is negative [%d]".formatted(bytes));
            }
            memoryPoolBytes = bytes;
            return this;
        }

        /**
         * What all snapshots together may hold of the heap, and their files on disk, in bytes; a
         * sixteenth of the heap by default. 0 for none.
         *
         * @since 1.0
         */
        public Builder maxSnapshotBytes(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException(
                        "maxSnapshotBytes is negative [%d]".formatted(bytes));
            }
            maxSnapshotBytes = bytes;
            return this;
        }

        /**
         * Sets one of the limits on modules that become tools, for example {@code maxNesting}: a
         * module that exceeds one is rejected before it is compiled. {@code docs/module-limits.md}
         * lists them with their defaults.
         *
         * @throws IllegalArgumentException if there is no such limit, or it cannot be set so
         */
        public Builder moduleLimit(String name, long value) {
            moduleLimits = moduleLimits.with(name, value);
            return this;
        }

        /**
         * Where compiled modules are kept across restarts, made with mode 0700 if it is not there;
         * nowhere by default. A directory that cannot be used is logged, and not used.
         */
        public Builder cacheDirectory(Path directory) {
            cacheDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        Optional<Path> cacheDirectory() {
            return Optional.ofNullable(cacheDirectory);
        }

        /** Makes the engine. */
        public WasmEngine build() {
            return new WasmEngine(this);
        }

        private static int requirePositive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("%s is less than 1 [%d]".formatted(name, value));
            }
            return value;
        }
    }
}
