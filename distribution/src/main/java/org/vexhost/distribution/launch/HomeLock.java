package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vexhost.distribution.host.HostHome;

/**
 * A lock that ensures that only one host runs on a home. The operating system releases the lock
 * when the process ends for any reason, and not before. So a program that waits for the lock waits
 * for the end of the process, including the class archive that the JVM writes last. The process
 * that holds the lock may remove files of an earlier process.
 */
final class HomeLock implements AutoCloseable {

    /** Keeps channels from being collected, which would release their locks. */
    private static final Set<FileChannel> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
        boolean ignored = HELD.add(channel);
    }

    static HomeLock take(HostHome home) throws LaunchException {
        try {
            FileChannel channel =
                    FileChannel.open(
                            home.lock(),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String holder = read(channel);
                channel.close();
                throw new LaunchException(
                        "home '%s' is in use by another host [process %s]"
                                .formatted(home.root(), holder));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.US_ASCII)),
                    0);
            Files.deleteIfExists(home.socket());
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new LaunchException(
                    "home '%s' cannot be locked [%s]".formatted(home.root(), e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        return text.matches("[0-9]+") ? text : "unknown";
    }

    /** Removes the number of this process from the file. The file stays locked. */
    void clear() throws IOException {
        FileChannel ignored = channel.truncate(0);
    }

    /** Releases the lock while the process runs on, which only tests do. */
    @Override
    public void close() throws IOException {
        boolean ignored = HELD.remove(channel);
        channel.close();
    }
}
