package org.vexhost.loader.execute;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolOutput;
import org.vexhost.api.ToolResult;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.execute.intercept.CallChain;
import org.vexhost.loader.execute.intercept.RequestedCall;
import org.vexhost.loader.execute.statistics.CallCounters;
import org.vexhost.loader.execute.statistics.CallStatistics;
import org.vexhost.loader.execute.statistics.CountingInterceptor;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.RegistryEvent;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolLease;
import org.vexhost.loader.registry.ToolRegistry;

/**
 * The executor, in plain Java: takes each call from the tool's name to the result. Callers wait on
 * their own threads. Modules run on sandbox threads, and Java tools on separate threads. This class
 * has over 300 lines because it lists the steps of a call in order.
 */
public final class RegistryToolExecutor implements ToolExecutor, CallStatistics, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryToolExecutor.class);

    /**
     * How often a call may start again on a new version, if its tool was updated while it waited.
     */
    private static final int MAX_RESTARTS = 3;

    private final ToolRegistry registry;
    private final ToolRegistry.Subscription subscription;
    private final AdmissionControl admission;
    private final ArgumentCheck arguments;
    private final ToolRuns runs = new ToolRuns();
    private final CallCounters counters = new CallCounters();
    private final Set<InterruptibleCall> running = ConcurrentHashMap.newKeySet();
    private final CallChain chain;
    private final BackgroundCalls background;
    private volatile boolean closed;

    /**
     * Creates an executor with a heap budget of its own.
     *
     * @param registry the deployed tools
     * @param limits how many calls run and wait
     */
    public RegistryToolExecutor(ToolRegistry registry, HostSettings.Admission limits) {
        this(registry, limits, new HeapBudget(Runtime.getRuntime().maxMemory()));
    }

    /**
     * Creates an executor.
     *
     * @param registry the deployed tools
     * @param limits how many calls run and wait
     * @param heap the memory budget from which calls reserve memory
     */
    public RegistryToolExecutor(
            ToolRegistry registry, HostSettings.Admission limits, HeapBudget heap) {
        this.registry = registry;
        this.admission = new AdmissionControl(limits, heap);
        this.arguments = new ArgumentCheck(admission);
        this.chain =
                new CallChain(
                        List.of(
                                new CountingInterceptor(counters, registry),
                                new LoggingInterceptor()),
                        failed -> CallErrors.hostFailure(failed.tool(), failed.call().callId()));
        this.background = new BackgroundCalls(this, limits, this::refuse);
        this.subscription = registry.subscribe(this::registryChanged);
    }

    /** Changes the limits. Calls that are running keep their permits. */
    public void reconfigure(HostSettings.Admission limits) {
        admission.reconfigure(limits);
        background.reconfigure(limits);
    }

    @Override
    public ToolResult execute(String tool, ToolCall call) throws ToolException {
        RequestedCall request = new RequestedCall(tool, call, registry);
        return chain.run(request, () -> run(request));
    }

    /**
     * Passes a call that was rejected before it started through the chain, so that it is recorded.
     */
    private ToolResult refuse(String tool, ToolCall call, ToolException refusal)
            throws ToolException {
        return chain.run(
                new RequestedCall(tool, call, registry),
                () -> {
                    throw refusal;
                });
    }

    /** Returns the chain of interceptors, so that others can be added. */
    CallChain chain() {
        return chain;
    }

    private ToolResult run(RequestedCall request) throws ToolException {
        String tool = request.tool();
        InterruptibleCall current = new InterruptibleCall();
        running.add(current);
        try {
            if (closed) {
                throw CallErrors.hostDraining(tool).toException();
            }
            return attempt(request, current);
        } catch (ToolException e) {
            boolean drained =
                    current.end() == InterruptibleCall.End.DRAINED
                            && e.error().reason() == ErrorReason.CANCELLED;
            throw drained ? new ToolException(drainedError(e.error()), e) : e;
        } catch (RuntimeException e) {
            String callId = request.call().callId();
            LOG.error("Call {} failed because of an error in the host", callId, e);
            throw new ToolException(CallErrors.hostFailure(tool, callId), e);
        } finally {
            running.remove(current);
            current.finish();
        }
    }

    private static ToolError drainedError(ToolError error) {
        ToolError drained = CallErrors.draining(error.tool());
        return error.usage().map(drained::withUsage).orElse(drained);
    }

    private ToolResult attempt(RequestedCall request, InterruptibleCall current)
            throws ToolException {
        String tool = request.tool();
        for (int restarts = 0; ; restarts++) {
            try (ToolLease lease = registry.acquire(tool)) {
                lease.onRevoked(current::drain);
                request.runsOn(lease.served());
                Optional<ToolResult> result =
                        onLease(lease, request.call(), restarts < MAX_RESTARTS);
                if (result.isPresent()) {
                    return result.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CallErrors.cancelled(tool, "waiting for a place").toException();
            }
        }
    }

    /**
     * Runs the call on the leased version; empty if the call must start again on a newer version.
     */
    private Optional<ToolResult> onLease(ToolLease lease, ToolCall call, boolean mayRestart)
            throws ToolException, InterruptedException {
        ServedTool served = lease.served();
        String tool = served.definition().name();
        runs.requireInService(served);
        arguments.check(served, call);
        long bytes = ToolRuns.reservedBytes(served, call);
        Permit permit = admission.enter(tool, tool, bytes, call.deadline());
        boolean handedOver = false;
        try {
            if (mayRestart && !isStillServed(tool, served)) {
                return Optional.empty();
            }
            if (call.deadline().isExpired()) {
                throw CallErrors.deadline(tool, "waiting for a place").toException();
            }
            Instant startedAt = Instant.now();
            long start = System.nanoTime();
            ToolRuns.ResultCheck check = result -> checkResult(served, result, call);
            handedOver = true;
            ToolOutput output = runs.run(served, call, permit, check);
            return Optional.of(
                    ToolResult.builder(output.output(), tool, served.definition().version())
                            .artifactDigest(served.digestText())
                            .usage(output.usage())
                            .ran(startedAt, Duration.ofNanos(System.nanoTime() - start))
                            .build());
        } finally {
            if (!handedOver) {
                permit.close();
            }
        }
    }

    /**
     * Checks the result. An error of this check carries the usage of the run, like an error from
     * the tool itself.
     */
    private void checkResult(ServedTool served, ToolOutput output, ToolCall call)
            throws ToolException {
        if (served.schemas().output().isEmpty()) {
            return;
        }
        Deadline end = Deadline.after(ArgumentCheck.longest(served)).earlier(call.deadline());
        try {
            arguments.checkResult(served, output.output(), end);
        } catch (ToolException e) {
            throw new ToolException(e.error().withUsage(output.usage()), e);
        }
    }

    private boolean isStillServed(String tool, ServedTool served) {
        return registry.find(tool)
                .flatMap(ToolEntry::serving)
                .filter(current -> current == served)
                .isPresent();
    }

    @Override
    public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
        return background.submit(tool, call);
    }

    @Override
    public List<ToolDefinition> list() {
        return registry.all().stream()
                .filter(ToolEntry::isOwner)
                .flatMap(entry -> entry.serving().stream())
                .filter(runs::takesCalls)
                .map(ServedTool::definition)
                .sorted(Comparator.comparing(ToolDefinition::name))
                .toList();
    }

    @Override
    public SortedMap<String, CallCounts> tools() {
        return counters.all();
    }

    @Override
    public List<CallRecord> latest(String name, int max) {
        return counters.latest(name, max);
    }

    @Override
    public List<CallRecord> latest(int max) {
        return counters.latest(max);
    }

    @Override
    public CallCounts counts(String name) {
        return counters.counts(name);
    }

    @Override
    public boolean isDraining() {
        return closed;
    }

    @Override
    public HostCounts host() {
        AdmissionControl.Load load = admission.load();
        return new HostCounts(
                load.running(),
                load.queued(),
                load.suspended(),
                load.reservedBytes(),
                load.budgetBytes(),
                counters.notFound());
    }

    private void registryChanged(RegistryEvent event) {
        event.before()
                .map(ToolEntry::name)
                .filter(name -> registry.find(name).isEmpty())
                .ifPresent(counters::forget);
    }

    /**
     * Rejects new calls and waits for running calls. Calls that are still running after the wait
     * are ended.
     *
     * @param wait the longest wait
     */
    public void drain(Duration wait) {
        closed = true;
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (!running.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(InterruptibleCall::drain);
    }

    /** Ends the calls that are still running, and stops the threads. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        subscription.close();
        background.close();
        runs.close();
        admission.close();
    }
}
