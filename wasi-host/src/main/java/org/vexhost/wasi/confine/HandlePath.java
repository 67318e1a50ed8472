package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Optional;
import org.vexhost.wasi.abi.Filestat;

/** A path that refers to an open channel while the channel is open. */
final class HandlePath implements AutoCloseable {

    private final FileChannel channel;
    private final Path path;

    private HandlePath(FileChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    /**
     * Finds the path of a channel. Takes ownership of the channel, and closes it if it has no path.
     */
    static Optional<HandlePath> find(ProcHandles handles, FileChannel channel, Object key)
            throws IOException {
        Optional<Path> path = Optional.empty();
        try {
            path = handles.find(channel, key);
        } finally {
            if (path.isEmpty()) {
                channel.close();
            }
        }
        return path.map(found -> new HandlePath(channel, found));
    }

    /**
     * Returns the path. Fails if the channel is closed, since its number may already belong to
     * another file.
     */
    private Path path() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return path;
    }

    Path of(Path name) throws IOException {
        return path().resolve(name);
    }

    /** Returns the current path of the open file on the host, without links. */
    Path target() throws IOException {
        return Files.readSymbolicLink(path());
    }

    Filestat stat() throws IOException {
        return FullStat.read(path());
    }

    Filestat stat(Path name) throws IOException {
        return FullStat.read(of(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the view of the open file itself. The path in /proc is a link, which is followed. */
    BasicFileAttributeView view() throws IOException {
        return Files.getFileAttributeView(path(), BasicFileAttributeView.class);
    }

    BasicFileAttributeView view(Path name) throws IOException {
        return Files.getFileAttributeView(
                of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
