package org.vexhost.wasi.kit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.GuestOutput;

/** A call that keeps what it is told. */
public final class FakeContext implements CallContext {

    public final ByteArrayOutputStream out = new ByteArrayOutputStream();
    public final ByteArrayOutputStream err = new ByteArrayOutputStream();
    public GuestOutput stdout = out::write;
    public GuestOutput stderr = err::write;
    public long hostFuel;

    /** Beyond it, the call ends. */
    public long maxHostFuel = Long.MAX_VALUE;

    /** Beyond it, the call is cancelled. */
    public long interruptAtHostFuel = Long.MAX_VALUE;

    public final List<Denial> denials = new ArrayList<>();
    public final List<String> lines = new ArrayList<>();
    public volatile Grants grants = Grants.none();
    public Deadline deadline = Deadline.after(Duration.ofSeconds(60));
    public boolean isDeterministic;
    public Map<String, String> environment = Map.of();
    public List<String> arguments = List.of("tool");
    public InputStream stdin = new ByteArrayInputStream(new byte[0]);

    /** What the sandbox ends a call with that has used up its fuel. */
    public static final class OutOfHostFuel extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    public FakeContext grant(Grant... wanted) {
        grants = Grants.of(wanted);
        return this;
    }

    @Override
    public String tool() {
        return "probe";
    }

    @Override
    public String callId() {
        return "call-1";
    }

    @Override
    public Grants grants() {
        return grants;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public boolean isDeterministic() {
        return isDeterministic;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public String placeholder(String secret) {
        return "vexsecret_%016x%016x".formatted(System.identityHashCode(this), secret.hashCode());
    }

    @Override
    public List<String> arguments() {
        return arguments;
    }

    @Override
    public InputStream stdin() {
        return stdin;
    }

    @Override
    public GuestOutput stdout() {
        return stdout;
    }

    @Override
    public GuestOutput stderr() {
        return stderr;
    }

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level + " " + message);
    }

    @Override
    public boolean hold(long bytes) {
        return true;
    }

    @Override
    public void giveBack(long bytes) {}

    @Override
    public void useFuel(long units) {
        hostFuel += units;
        if (hostFuel > maxHostFuel) {
            throw new OutOfHostFuel();
        }
        if (hostFuel > interruptAtHostFuel) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void denied(Denial denial) {
        denials.add(denial);
    }
}
