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
 * Prepares and runs WebAssembly modules. A host has one engine. The engine owns everything that its
 * tools share: threads with deep stacks, compiled modules, arrays for memories, and host functions.
 * Thread-safe.
 *
 * <p>In OSGi it is a service. In plain Java: {@code WasmEngine.builder().hostModule(wasi).build()}.
 *
 * <p>Start the JVM with {@code -XX:-DontCompileHugeMethods -XX:-ClipInlining}, and on Java 24 and
 * later with {@code --sun-misc-unsafe-memory-access=allow}. Large modules run slowly otherwise.
 *
 * <p>This class is long because tools and commands share the parts that its builder creates.
 *
 * @since 1.0
 */
public final class WasmEngine implements AutoCloseable {

    /** The default maximum number of concurrent calls, including stuck ones: 384. */
    public static final int DEFAULT_MAX_THREADS = 384;

    /**
     * The default maximum number of stuck calls of a tool: 4. A tool that exceeds it is out of
     * service.
     */
    public static final int DEFAULT_MAX_STUCK_THREADS = 4;

    /** The prefix of the tools' loggers: a dot and the tool's name follow. */
    public static final String TOOL_LOGGER = "vexhost.tool";

    /** The time before and between notifications of a running compilation. */
    private static final Duration COMPILE_PERIOD = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WasmEngine.class);

    /**
     * At the largest {@code maxCallDepth}, a guest took at most 17 MiB of stack in all compiled
     * modes, and 25 MiB in the interpreter. The depth counter therefore ends a call long before the
     * stack overflows, and leaves room for host functions. Only pages that are touched use memory.
     */
    private static final long STACK_BYTES = 64L << 20;

    private final List<HostModule<?>> hostModules;
    private final List<DenialListener> denialListeners;
    private final CompileOptions toolOptions;
    private final ModuleCompiler compiler;
    private final ModuleCheck checks;
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
        checks = new ModuleCheck(compiler, hostModules);
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

    /** Returns a compiler that caches its output on disk; empty if the directory cannot be used. */
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
     * Prepares a tool from a module: scans, validates, meters, compiles and links it. Takes time in
     * proportion to the module's size; do not call it on threads that serve calls.
     *
     * @throws InvalidModuleException if the module is rejected; the message gives the reason and
     *     the position
     * @throws IllegalStateException if this engine is closed
     */
    public WasmTool prepare(WasmToolSpec spec) throws InvalidModuleException {
        return prepare(check(spec));
    }

    /**
     * Runs all checks that are possible without compiling, in one pass over the module's bytes, and
     * estimates the cost of the remaining steps.
     *
     * @throws InvalidModuleException if the module is rejected; the message gives the reason and
     *     the position
     * @throws IllegalStateException if this engine is closed
     * @since 1.0
     */
    public CheckedTool check(WasmToolSpec spec) throws InvalidModuleException {
        requireOpen();
        CompileOptions options = toolOptions.deterministic(spec.isDeterministic());
        ModuleLayout layout =
                checks.layout(
                        spec.module(),
                        options,
                        spec.abi(),
                        spec.capabilities(),
                        spec.limits(),
                        Hints::ofDescriptorLimit);
        return new CheckedTool(spec, layout, options, compiler.keptBytes(layout, options));
    }

    /**
     * Prepares a tool from a checked module: meters, compiles and links it, or loads it from the
     * cache. Takes time in proportion to the module's size; do not call it on threads that serve
     * calls.
     *
     * @param checked the result of {@link #check} of this engine
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
            counts.prepared(checked.source(tool), System.nanoTime() - start);
            return tool;
        } catch (InvalidModuleException | RuntimeException e) {
            counts.failed();
            throw e;
        } finally {
            preparations.end();
        }
    }

    /** Returns the time since a tool was last being prepared; zero while one is being prepared. */
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
            // If the engine was closed in the meantime, then that is why the initialisation ended.
            requireOpen();
            LOG.warn("tool '{}': deployed without a snapshot: {}", name, beginning.problem().get());
        }
        return new WasmTool(parts, spec.withoutModule(), module, profile, snapshots, beginning);
    }

    /**
     * Runs a command once, with its own streams. Its fuel is counted, and limited on request.
     * Blocks; returns early if the calling thread is interrupted.
     *
     * @throws InvalidModuleException if the module is rejected
     * @throws IllegalStateException if this engine is closed
     */
    public CommandResult exec(WasmCommand command) throws InvalidModuleException {
        requireOpen();
        long linking = System.nanoTime();
        CompileOptions options = command.options();
        ModuleLayout layout =
                checks.layout(
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

    /** Returns the names of all modules of host functions. */
    public List<String> hostModules() {
        return hostModules.stream().map(HostModule::name).toList();
    }

    /**
     * Returns the heap that all snapshots occupy now, in bytes.
     *
     * @since 1.0
     */
    public long snapshotBytes() {
        return snapshots.heldBytes();
    }

    /** Returns the number of abandoned calls that still occupy a thread. */
    public int stuckThreads() {
        return parts.stuckThreads().get();
    }

    /** Returns the number of sandbox threads, idle and stuck ones included. */
    public int threads() {
        return parts.threads().count();
    }

    /** Returns the engine's counters and current sizes. */
    public List<Measurement> measurements() {
        return EngineMeasurements.of(counts, parts);
    }

    /**
     * Returns the threads whose call is waiting for something outside the host, or is then waiting
     * to get its permit back.
     */
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

    /** Stops all calls, which end with {@code UNAVAILABLE/DRAINING}. New calls are not accepted. */
    @Override
    public void close() {
        closed = true;
        compileWatch.close();
        parts.threads().close();
    }

    /** Returns whether this engine was closed. A closed engine prepares and runs nothing. */
    public boolean isClosed() {
        return closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("engine is closed");
        }
    }

    /** Builds an engine. For use by one thread. */
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
         * Sets the listener for long compilations, which is notified every 5 s. By default, they
         * are logged.
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

        /** Adds a listener for denials. */
        public Builder denialListener(DenialListener listener) {
            denialListeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Sets the maximum number of concurrent calls; {@link #DEFAULT_MAX_THREADS} by default. */
        public Builder maxThreads(int threads) {
            maxThreads = requirePositive("maxThreads", threads);
            return this;
        }

        /**
         * Sets the maximum number of stuck calls of one tool; {@link #DEFAULT_MAX_STUCK_THREADS} by
         * default. A tool that exceeds it is out of service.
         */
        public Builder maxStuckThreads(int threads) {
            maxStuckThreads = requirePositive("maxStuckThreads", threads);
            return this;
        }

        /**
         * Sets the maximum size of the pool of arrays that later calls reuse as memory, in bytes.
         * The default is a sixteenth of the heap.
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
         * Sets the maximum for all snapshots together, in bytes: for the heap that they occupy, and
         * for their files on disk. The default is a sixteenth of the heap. The value 0 disables
         * snapshots.
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
         * Sets one of the limits on modules that become tools, for example {@code maxNesting}. A
         * module that exceeds a limit is rejected before it is compiled. {@code
         * docs/module-limits.md} lists them with their defaults.
         *
         * @throws IllegalArgumentException if there is no such limit, or the value is out of its
         *     range
         */
        public Builder moduleLimit(String name, long value) {
            moduleLimits = moduleLimits.with(name, value);
            return this;
        }

        /**
         * Sets the directory in which compiled modules are stored across restarts; none by default.
         * If the directory does not exist, it is created with mode 0700. If it cannot be used, a
         * message is logged, and no compiled modules are stored.
         */
        public Builder cacheDirectory(Path directory) {
            cacheDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        Optional<Path> cacheDirectory() {
            return Optional.ofNullable(cacheDirectory);
        }

        /** Creates the engine. */
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
