package org.vexhost.wasi.session;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.nio.charset.StandardCharsets;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.CallContext.LogLevel;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.HostSession;

/** The state of {@code vex.log} in one call. For use by one thread. */
public final class VexSession implements HostSession {

    /** The maximum number of lines that one call may log. */
    public static final int MAX_LINES = 1000;

    /** The maximum length of a line, in bytes. The rest of a longer line is dropped. */
    public static final int MAX_LINE_BYTES = 8192;

    private static final LogLevel[] LEVELS = LogLevel.values();

    private final CallContext context;
    private int lines;

    /** Begins the session of a call. */
    public VexSession(CallContext context) {
        this.context = context;
    }

    /**
     * {@code vex.log(level, pointer, length)}: logs a line of UTF-8 text, which the sandbox
     * escapes. The levels are 0 (debug), 1 (info), 2 (warning) and 3 (error). Any other level is
     * replaced by the nearest of these. Lines are limited to {@link #MAX_LINE_BYTES}. Lines beyond
     * {@link #MAX_LINES} are dropped, and the last line reports this.
     *
     * @return an unused value
     * @throws org.vexhost.sandbox.spi.GuestMemoryFault if the text is outside of the guest's memory
     */
    public static long log(VexSession session, GuestMemory memory, long[] arguments) {
        long address = address(arguments[1]);
        long length = address(arguments[2]);
        memory.check(address, length);
        session.log(memory, (int) arguments[0], address, length);
        return 0;
    }

    private void log(GuestMemory memory, int level, long address, long length) {
        if (lines >= MAX_LINES) {
            return;
        } else if (++lines == MAX_LINES) {
            context.log(
                    LogLevel.WARN,
                    "call exceeded vex.log limit of %d lines, the rest is dropped"
                            .formatted(MAX_LINES));
            return;
        }
        byte[] bytes = new byte[(int) Math.min(length, MAX_LINE_BYTES)];
        context.useFuel(bytes.length / HostFuelCosts.OUTPUT_BYTES);
        memory.read(address, bytes, 0, bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        String cut = bytes.length < length ? "…" : "";
        context.log(LEVELS[Math.max(0, Math.min(LEVELS.length - 1, level))], text + cut);
    }

    @Override
    public void close() {
        // The session holds no resources.
    }
}
