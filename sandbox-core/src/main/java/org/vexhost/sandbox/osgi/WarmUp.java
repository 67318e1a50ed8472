package org.vexhost.sandbox.osgi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Json;
import org.vexhost.api.ToolDefinition;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

/**
 * Prepares a tool of 100 KB some times while no other tool is prepared, with an engine of its own
 * that keeps nothing: the compiler of modules is itself code that a JVM runs slowly at first. So
 * the first tool that is dropped into an idle host is callable as fast as the tenth. Once in a
 * process, on a thread of its own.
 */
final class WarmUp implements AutoCloseable {

    /** After so many, another one gains little. */
    static final int ROUNDS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** The example tool {@code csv-summary}, as it is. */
    private static final String MODULE = "csv-summary.wasm";

    private static final Duration QUIET = Duration.ofSeconds(1);

    /** In a smaller heap, the memory is better left to the tools. */
    private static final long MIN_HEAP_BYTES = 256L << 20;

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private final Thread thread;

    private WarmUp(WasmEngine busy) {
        thread = new Thread(() -> run(busy), "vexhost-warm-up");
        thread.setDaemon(true);
    }

    /**
     * Begins, if nobody did before.
     *
     * @param busy what is waited for
     */
    static WarmUp begin(WasmEngine busy) {
        WarmUp all = new WarmUp(busy);
        if (Runtime.getRuntime().maxMemory() >= MIN_HEAP_BYTES
                && BEGUN.compareAndSet(false, true)) {
            try {
                all.thread.start();
            } catch (OutOfMemoryError e) {
                LOG.debug("the host stays cold: there is no thread", e);
            }
        }
        return all;
    }

    private static void run(WasmEngine busy) {
        long start = System.nanoTime();
        try (WasmEngine own = WasmEngine.builder().memoryPoolBytes(0).build()) {
            byte[] module = module();
            for (int round = 0; round < ROUNDS; round++) {
                for (Duration idle = busy.idle(); idle.compareTo(QUIET) < 0; idle = busy.idle()) {
                    Thread.sleep(QUIET.minus(idle).toMillis() + 1);
                }
                prepare(own, numbered(module, round));
            }
            LOG.debug("warm after {} ms", (System.nanoTime() - start) / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | InvalidModuleException | RuntimeException | Error e) {
            LOG.debug("the host stays cold", e);
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

    /** The same module with another hash: a custom section without a name holds the number. */
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
