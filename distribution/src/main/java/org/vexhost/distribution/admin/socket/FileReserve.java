package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Checks whether file handles are left for the host's own work. Without them, deployment,
 * configuration and the framework fail. The check opens and closes handles, so it is made only
 * while there are many clients. Thread-safe.
 */
final class FileReserve implements BooleanSupplier {

    /** With fewer clients than this, the reserve is not checked. */
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
            // The channel was never connected, and its handle has been released.
        }
    }
}
