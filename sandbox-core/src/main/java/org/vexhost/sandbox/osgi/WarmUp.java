package org.vexhost.sandbox.osgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/**
 * Warms up the compiler for modules. The compiler is Java code, which a JVM runs slowly at first.
 * The warm-up prepares a tool of 100 KB several times, with a separate engine without a cache. Each
 * time it waits until no other tool is being prepared. Afterwards, the first tool that is dropped
 * into an idle host is ready as fast as the tenth.
 *
 * <p>The warm-up runs once per process, on a separate thread. When a bundle adds host functions,
 * the engine is replaced, and its warm-up is closed. The next engine's warm-up runs the remaining
 * rounds.
 */
final class WarmUp implements AutoCloseable {

    /** The number of rounds. Further rounds would gain little. */
    static final int ROUNDS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** The unmodified example tool {@code csv-summary}. */
    private static final String MODULE = "csv-summary.wasm";

    private static final Duration QUIET = Duration.ofSeconds(1);

    /**
     * The smallest maximum heap with which the warm-up runs. A smaller heap is left to the tools.
     */
    private static final long MIN_HEAP_BYTES = 256L << 20;

    /** The number of rounds that have begun in this process. */
    private static final AtomicInteger BEGUN = new AtomicInteger();

    private final Supplier<Duration> idle;
    private final AtomicInteger begun;
    private final Thread thread;
    private volatile boolean isClosed;

    private WarmUp(Supplier<Duration> idle, AtomicInteger begun, Consumer<WarmUp> body) {
        this.idle = idle;
        this.begun = begun;
        thread = new Thread(() -> body.accept(this), "vexhost-warm-up");
        thread.setDaemon(true);
    }

    /** One round of the warm-up. */
    @FunctionalInterface
    interface Round {
        /** Prepares the tool once, and throws any exception of the compiler. */
        void prepare(int number) throws InvalidModuleException;
    }

    /**
     * Starts the warm-up, or continues it, unless all rounds have begun or the heap is too small.
     *
     * @param busy the host's engine; each round begins when this engine is idle
     */
    static WarmUp begin(WasmEngine busy) {
        long start = System.nanoTime();
        WarmUp all = new WarmUp(() -> idle(busy, start), BEGUN, WarmUp::runWithOwnEngine);
        if (Runtime.getRuntime().maxMemory() >= MIN_HEAP_BYTES && BEGUN.get() < ROUNDS) {
            all.start(Thread::start);
        }
        return all;
    }

    /**
     * Returns the time since a tool was last being prepared, and at most the time since the warm-up
     * was started: a host that was just started has not looked for tools yet.
     */
    private static Duration idle(WasmEngine busy, long start) {
        Duration idle = busy.idle();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return idle.compareTo(elapsed) < 0 ? idle : elapsed;
    }

    /**
     * Starts the warm-up for tests, with a replaceable clock, round and thread starter.
     *
     * @param idle returns the time since another tool was last being prepared
     * @param begun the number of rounds that have begun; the warm-up increases it
     * @param starter starts a thread, or throws {@link OutOfMemoryError}
     */
    static WarmUp begin(
            Supplier<Duration> idle, AtomicInteger begun, Round round, Consumer<Thread> starter) {
        WarmUp all = new WarmUp(idle, begun, warmUp -> warmUp.run(round));
        all.start(starter);
        return all;
    }

    private void start(Consumer<Thread> starter) {
        LOG.debug("the warm-up begins with round {}", begun.get());
        try {
            starter.accept(thread);
        } catch (OutOfMemoryError e) {
            LOG.debug("no thread for the warm-up", e);
        }
    }

    private void runWithOwnEngine() {
        try (WasmEngine own = WasmEngine.builder().memoryPoolBytes(0).build()) {
            byte[] module = module();
            run(number -> prepare(own, numbered(module, number)));
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("the warm-up ended early", e);
        }
    }

    /**
     * Runs the rounds that are left. A failed round is skipped. If memory or threads run out, the
     * remaining rounds are skipped too.
     */
    private void run(Round round) {
        long start = System.nanoTime();
        try {
            for (int number = begun.get(); number < ROUNDS; number = begun.get()) {
                awaitIdle();
                if (isClosed) {
                    return;
                }
                // A warm-up that was closed may still be in its last round.
                if (begun.compareAndSet(number, number + 1)) {
                    tryOnce(round, number);
                }
            }
            LOG.debug("warm-up done after {} ms", (System.nanoTime() - start) / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("the warm-up ended early", e);
        } catch (Error e) {
            begun.set(ROUNDS);
            LOG.debug("the warm-up ended early", e);
        }
    }

    private void awaitIdle() throws InterruptedException {
        for (Duration since = idle.get(); since.compareTo(QUIET) < 0; since = idle.get()) {
            Thread.sleep(QUIET.minus(since).toMillis() + 1);
        }
    }

    private static void tryOnce(Round round, int number) {
        try {
            round.prepare(number);
        } catch (InvalidModuleException | RuntimeException e) {
            LOG.debug("round {} of the warm-up failed", number, e);
        }
    }

    static byte[] module() throws IOException {
        try (InputStream in = WarmUp.class.getResourceAsStream(MODULE)) {
            if (in == null) {
                throw new IOException("resource is missing [" + MODULE + "]");
            }
            return in.readAllBytes();
        }
    }

    /**
     * Returns the same module with an additional custom section that contains the number. The
     * section gives the module another hash. It has no name.
     */
    static byte[] numbered(byte[] module, int number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(module.length + 4);
        out.writeBytes(module);
        out.writeBytes(new byte[] {0, 2, 0, (byte) number});
        return out.toByteArray();
    }

    static void prepare(WasmEngine engine, byte[] module) throws InvalidModuleException {
        var definition = ToolDefinition.of("warm-up", "1", "Nobody's.", Json.EMPTY_OBJECT);
        try (WasmTool tool =
                engine.prepare(
                        WasmToolSpec.builder().definition(definition).module(module).build())) {
            LOG.trace("prepared {}", tool);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }
}
