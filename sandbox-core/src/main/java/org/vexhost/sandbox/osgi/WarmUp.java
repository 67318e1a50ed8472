package org.vexhost.sandbox.osgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * into an idle host is ready as fast as the tenth. The warm-up runs once per process, on a separate
 * thread.
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

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private final Thread thread;

    private WarmUp(Runnable rounds) {
        thread = new Thread(rounds, "vexhost-warm-up");
        thread.setDaemon(true);
    }

    /** One round of the warm-up. */
    @FunctionalInterface
    interface Round {
        /** Prepares the tool once, and throws any exception of the compiler. */
        void prepare(int number) throws InvalidModuleException;
    }

    /**
     * Starts the warm-up, unless it was started before or the heap is too small.
     *
     * @param busy the host's engine; each round begins when this engine is idle
     */
    static WarmUp begin(WasmEngine busy) {
        WarmUp all = new WarmUp(() -> run(busy));
        if (Runtime.getRuntime().maxMemory() >= MIN_HEAP_BYTES
                && BEGUN.compareAndSet(false, true)) {
            all.start(Thread::start);
        }
        return all;
    }

    /**
     * Starts the warm-up for tests, with a replaceable clock, round and thread starter.
     *
     * @param idle returns the time since another tool was last being prepared
     * @param starter starts a thread, or throws {@link OutOfMemoryError}
     */
    static WarmUp begin(Supplier<Duration> idle, Round round, Consumer<Thread> starter) {
        WarmUp all = new WarmUp(() -> run(idle, round));
        all.start(starter);
        return all;
    }

    private void start(Consumer<Thread> starter) {
        try {
            starter.accept(thread);
        } catch (OutOfMemoryError e) {
            LOG.debug("no thread for the warm-up", e);
        }
    }

    private static void run(WasmEngine busy) {
        try (WasmEngine own = WasmEngine.builder().memoryPoolBytes(0).build()) {
            byte[] module = module();
            run(busy::idle, number -> prepare(own, numbered(module, number)));
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("the warm-up ended early", e);
        }
    }

    /**
     * Runs all rounds. A failed round is skipped. If memory runs out, the remaining rounds are
     * skipped too.
     */
    private static void run(Supplier<Duration> busy, Round round) {
        long start = System.nanoTime();
        try {
            for (int number = 0; number < ROUNDS; number++) {
                for (Duration idle = busy.get(); idle.compareTo(QUIET) < 0; idle = busy.get()) {
                    Thread.sleep(QUIET.minus(idle).toMillis() + 1);
                }
                tryOnce(round, number);
            }
            LOG.debug("warm-up done after {} ms", (System.nanoTime() - start) / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.debug("the warm-up ended early", e);
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
        thread.interrupt();
    }
}
