package org.vexhost.ssh;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.throttle.DefaultChannelStreamWriter;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the output of a channel, each packet after the one before has left. The library itself
 * would queue as much output as fits into the client's window, which may have 4 GiB.
 */
final class PacedWriter extends DefaultChannelStreamWriter {

    private final Duration maxUnread;
    private volatile @Nullable IoWriteFuture last;

    /**
     * Creates a writer for one stream of a channel.
     *
     * @param maxUnread the time for which a packet may wait
     */
    PacedWriter(Channel channel, Duration maxUnread) {
        super(channel);
        this.maxUnread = maxUnread;
    }

    @Override
    public IoWriteFuture writeData(Buffer buffer) throws IOException {
        IoWriteFuture before = last;
        if (before != null && !before.await(maxUnread)) {
            throw new SocketTimeoutException("client did not read for " + maxUnread);
        }
        IoWriteFuture now = super.writeData(buffer);
        last = now;
        return now;
    }
}
