package org.vexhost.sandbox.instantiate;

import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.vexhost.api.CallPermit;
import org.vexhost.api.Capability;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.output.ToolLog;
import org.vexhost.sandbox.run.JobControl;
import org.vexhost.sandbox.run.JobStoppedException;
import org.vexhost.sandbox.run.StopReason;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.GuestOutput;
import org.vexhost.sandbox.spi.HostModule;
import org.vexhost.sandbox.spi.HostSession;

/**
 * The state of one call on the host's side: the context for host functions, and their open
 * sessions. It is attached to the guest's memory, where host functions find it. Used by one thread.
 *
 * <p>This class is long because its interface has a method for each thing that host functions need.
 */
public final class GuestCall implements CallContext, AutoCloseable {

    private final GuestProfile profile;
    private final String callId;
    private final Deadline deadline;
    private final GuestStreams streams;
    private final ToolLog log;
    private final JobControl control;
    private final CallPermit permit;
    private @Nullable Map<String, String> environment;
    private final Placeholders placeholders = new Placeholders();
    private @Nullable HostSession @Nullable [] sessions;
    private @Nullable GuestMemory memory;
    private volatile @Nullable FlatMemory flat;
    private boolean memoryExported = true;
    private @Nullable FuelGauge gauge;
    private @Nullable Set<Capability> requested;

    /**
     * Begins a call.
     *
     * @param profile the settings that all calls of the tool share
     * @param callId the id of the call
     * @param deadline the latest end of the call
     * @param streams the input and output of the guest
     * @param log the destination of log lines; the caller closes it
     * @param control tells the call to end early
     * @param permit the permit, which the call gives back while it waits for something outside the
     *     host
     */
    public GuestCall(
            GuestProfile profile,
            String callId,
            Deadline deadline,
            GuestStreams streams,
            ToolLog log,
            JobControl control,
            CallPermit permit) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.callId = Objects.requireNonNull(callId, "callId");
        this.deadline = Objects.requireNonNull(deadline, "deadline");
        this.streams = Objects.requireNonNull(streams, "streams");
        this.log = Objects.requireNonNull(log, "log");
        this.control = Objects.requireNonNull(control, "control");
        this.permit = Objects.requireNonNull(permit, "permit");
    }

    List<String> lastErrorLines() {
        return log.lastErrorLines();
    }

    JobControl control() {
        return control;
    }

    /** Sets the fuel gauge to which the host's work is charged from now on. */
    void charge(FuelGauge fuel) {
        gauge = fuel;
    }

    /**
     * Restricts the guest to host functions whose results would be the same in each call.
     *
     * @param capabilities the capabilities that the tool requests
     */
    public void allowRepeatableOnly(Set<Capability> capabilities) {
        requested = Set.copyOf(capabilities);
    }

    /**
     * Checks whether a host function may run.
     *
     * @throws NotRepeatableException if only repeatable functions may run, and this function is not
     *     repeatable
     */
    void requireRepeatable(String function, Dependence dependence) {
        Set<Capability> capabilities = requested;
        if (capabilities == null || dependence == Dependence.NOTHING) {
            return;
        }
        if (dependence.capabilities().isEmpty()
                || !Collections.disjoint(capabilities, dependence.capabilities())) {
            throw new NotRepeatableException(function, dependence);
        }
    }

    /**
     * Returns the session of one module of host functions. It begins with the guest's first call to
     * the module.
     */
    HostSession session(int index, HostModule<?>[] modules) {
        @Nullable HostSession[] open = sessions;
        if (open == null) {
            open = new @Nullable HostSession[modules.length];
            sessions = open;
        }
        HostSession session = open[index];
        if (session == null) {
            session = modules[index].open(this);
            open[index] = session;
        }
        return session;
    }

    /** Sets whether host functions may use the guest's memory: only if the guest exports it. */
    void setMemoryExported(boolean isExported) {
        memoryExported = isExported;
    }

    GuestMemory memory(FlatMemory of) {
        GuestMemory view = memory;
        if (view == null) {
            view = memoryExported ? new FlatGuestMemory(of) : new MissingMemory();
            memory = view;
            flat = of;
        }
        return view;
    }

    /** Ends all sessions, including those that follow a session that fails to end. */
    @Override
    public void close() {
        @Nullable HostSession[] open = sessions;
        if (open == null) {
            return;
        }
        for (HostSession session : open) {
            if (session != null) {
                closeQuietly(session);
            }
        }
    }

    private void closeQuietly(HostSession session) {
        try {
            session.close();
        } catch (RuntimeException | Error e) {
            profile.logger().error("[{}] session of host functions did not close", callId, e);
        }
    }

    @Override
    public String tool() {
        return profile.tool();
    }

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public Grants grants() {
        return profile.grants().get();
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public boolean isDeterministic() {
        return profile.isDeterministic();
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> known = environment;
        if (known == null) {
            known = Map.copyOf(profile.environment().get());
            environment = known;
        }
        return known;
    }

    @Override
    public String placeholder(String secret) {
        return placeholders.of(secret);
    }

    @Override
    public List<String> arguments() {
        return streams.arguments();
    }

    @Override
    public InputStream stdin() {
        return streams.stdin();
    }

    @Override
    public GuestOutput stdout() {
        return streams.stdout();
    }

    @Override
    public GuestOutput stderr() {
        return streams.stderr();
    }

    @Override
    public void log(LogLevel level, String message) {
        log.message(Level.valueOf(level.name()), message);
    }

    @Override
    public void useFuel(long units) {
        FuelGauge charged = gauge;
        if (charged != null) {
            charged.charge(units);
        }
    }

    @Override
    public boolean hold(long bytes) {
        FlatMemory of = flat;
        return of != null && of.hold(bytes);
    }

    @Override
    public void giveBack(long bytes) {
        FlatMemory of = flat;
        if (of != null) {
            of.giveBack(bytes);
        }
    }

    @Override
    public <T, E extends Exception> T awaitOutside(OutsideWait<T, E> wait)
            throws E, InterruptedException {
        if (!permit.suspend()) {
            return wait.await();
        }
        control.setSuspended(true);
        try {
            return awaitAndResume(wait);
        } finally {
            control.setSuspended(false);
        }
    }

    private <T, E extends Exception> T awaitAndResume(OutsideWait<T, E> wait)
            throws E, InterruptedException {
        T result;
        try {
            result = wait.await();
        } catch (InterruptedException e) {
            // The call must end. It needs no permit for that.
            throw e;
        } catch (Throwable e) {
            resume();
            throw e;
        }
        resume();
        return result;
    }

    private void resume() throws InterruptedException {
        if (!permit.resume(deadline)) {
            control.check();
            throw new JobStoppedException(
                    deadline.isExpired() ? StopReason.DEADLINE : StopReason.CANCELLED);
        }
    }

    @Override
    public void denied(Denial denial) {
        profile.denials().denied(denial);
    }
}
