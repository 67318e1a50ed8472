package org.vexhost.loader.admin;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vexhost.api.admin.ThreadOverview;
import org.vexhost.sandbox.WasmEngine;

/**
 * An overview of this process's threads, from the JVM. The engine adds which threads wait in a host
 * call.
 */
@Component
public final class LoaderThreads implements ThreadOverview {

    private final ThreadMXBean jvm = ManagementFactory.getThreadMXBean();
    private volatile @Nullable WasmEngine engine;

    /** Called by Declarative Services. */
    @Activate
    public LoaderThreads() {}

    /** Sets the engine. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setEngine(WasmEngine installed) {
        engine = installed;
    }

    /** Removes the engine. Called by Declarative Services. */
    public void unsetEngine(WasmEngine gone) {
        if (engine == gone) {
            engine = null;
        }
    }

    @Override
    public List<ThreadFacts> threads() {
        WasmEngine now = engine;
        Set<Thread> suspended = now == null ? Set.of() : now.suspendedThreads();
        List<ThreadFacts> all = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
            Thread thread = each.getKey();
            StackTraceElement[] stack = each.getValue();
            all.add(
                    new ThreadFacts(
                            thread.getName(),
                            ThreadOverview.group(thread.getName()),
                            suspended.contains(thread)
                                    ? State.IN_HOST_CALL
                                    : state(thread.getState()),
                            cpu(thread.getId()),
                            stack.length == 0 ? Optional.empty() : Optional.of(frame(stack[0]))));
        }
        all.sort(Comparator.comparing(ThreadFacts::name));
        return all;
    }

    private static State state(Thread.State state) {
        return switch (state) {
            case BLOCKED -> State.BLOCKED;
            case WAITING, TIMED_WAITING -> State.WAITING;
            default -> State.RUNNING;
        };
    }

    private Optional<Duration> cpu(long id) {
        if (!jvm.isThreadCpuTimeSupported() || !jvm.isThreadCpuTimeEnabled()) {
            return Optional.empty();
        }
        long nanos = jvm.getThreadCpuTime(id);
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    private static String frame(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName();
    }
}
