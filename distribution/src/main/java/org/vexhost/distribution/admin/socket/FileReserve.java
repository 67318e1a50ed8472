package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether there are file handles for the host's own work beside its clients': deployment,
 * configuration, and the framework each need some, and fail without. It is found out by taking
 * them, so this is asked only while there are many clients. Thread-safe.
 */
final class FileReserve implements BooleanSupplier {

    /** Fewer clients than this take no handle that anybody misses. */
    static final int FEW_CLIENTS = 16;

    private static final int KEPT = 16;

    @Override
    public boolean getAsBoolean() {
        List<SocketChannel> taken = new ArrayList<>(KEPT);
        try {
            for (int i = 0; i < KEPT; i++) {
                taken.add(SocketChannel.open(StandardProtocolFamily.UNIX));
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            taken.forEach(FileReserve::close);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It was never connected: the handle is back.
        }
    }
}
