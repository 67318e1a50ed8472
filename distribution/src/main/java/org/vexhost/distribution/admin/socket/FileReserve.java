package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether file handles are available for the host's own work. Deployment, configuration and the
 * framework fail without free handles. The check opens handles and closes them again, so it runs
 * only while there are many clients. Thread-safe.
 */
final class FileReserve implements BooleanSupplier {

    /** Below this number of clients the reserve is not checked. */
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
            // The channel was never connected. Its handle is free.
        }
    }
}
