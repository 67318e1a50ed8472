package org.vexhost.benchmarks.egress;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.GuestOutput;

/** The context of a call of a tool with a grant for one origin on the loopback address. */
final class BenchmarkContext implements CallContext {

    private final Grants grants;

    BenchmarkContext(String origin) {
        grants = Grants.of(new Grant.Network(origin), new Grant.AddressRange("127.0.0.1/32"));
    }

    @Override
    public String tool() {
        return "tool";
    }

    @Override
    public String callId() {
        return "call";
    }

    @Override
    public Grants grants() {
        return grants;
    }

    @Override
    public Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(10));
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public List<String> arguments() {
        return List.of("tool");
    }

    @Override
    public InputStream stdin() {
        return InputStream.nullInputStream();
    }

    @Override
    public GuestOutput stdout() {
        return (bytes, from, length) -> {};
    }

    @Override
    public GuestOutput stderr() {
        return stdout();
    }

    @Override
    public String placeholder(String secret) {
        return secret;
    }

    @Override
    public void log(LogLevel level, String message) {}

    @Override
    public void useFuel(long units) {}

    @Override
    public boolean hold(long bytes) {
        return true;
    }

    @Override
    public void giveBack(long bytes) {}

    @Override
    public void denied(Denial denial) {
        throw new IllegalStateException("denied " + denial.subject());
    }
}
