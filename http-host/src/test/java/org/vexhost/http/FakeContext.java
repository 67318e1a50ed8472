package org.vexhost.http;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;
import org.vexhost.sandbox.spi.GuestOutput;

/** A call whose grants a test can change. */
public class FakeContext implements CallContext {

    public final List<Denial> denials = new CopyOnWriteArrayList<>();
    public final AtomicLong fuel = new AtomicLong();

    /** What is left of the call's memory, in bytes. */
    public final AtomicLong memoryLeft = new AtomicLong(64 << 20);

    public final AtomicInteger waits = new AtomicInteger();
    public final AtomicInteger waiting = new AtomicInteger();
    public volatile Grants grants;
    public volatile Deadline deadline = Deadline.after(Duration.ofSeconds(60));
    private final String tool;

    public FakeContext(String tool, Grant... grants) {
        this.tool = tool;
        this.grants = Grants.of(grants);
    }

    @Override
    public String tool() {
        return tool;
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
        return deadline;
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
    public String placeholder(String secret) {
        return "vexsecret_%016x%016x".formatted(System.identityHashCode(this), secret.hashCode());
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
        return (bytes, offset, length) -> {};
    }

    @Override
    public GuestOutput stderr() {
        return stdout();
    }

    @Override
    public void log(LogLevel level, String message) {}

    @Override
    public boolean hold(long bytes) {
        if (memoryLeft.addAndGet(-bytes) >= 0) {
            return true;
        }
        memoryLeft.addAndGet(bytes);
        return false;
    }

    @Override
    public void giveBack(long bytes) {
        memoryLeft.addAndGet(bytes);
    }

    @Override
    public void useFuel(long units) {
        fuel.addAndGet(units);
    }

    @Override
    public <T, E extends Exception> T awaitOutside(OutsideWait<T, E> wait)
            throws E, InterruptedException {
        waits.incrementAndGet();
        waiting.incrementAndGet();
        try {
            return wait.await();
        } finally {
            waiting.decrementAndGet();
        }
    }

    @Override
    public void denied(Denial denial) {
        denials.add(denial);
    }
}
