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

/** A path that stands for an open channel, as long as this is open. */
final class HandlePath implements AutoCloseable {

    private final FileChannel channel;
    private final Path path;

    private HandlePath(FileChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    /** Takes the channel over; closes it if it has no path. */
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

    /** A closed channel's number may be another file's by now. */
    private Path path() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return path;
    }

    Path of(Path name) throws IOException {
        return path().resolve(name);
    }

    /** Where the open file is now, by the path on the host that has no links in it. */
    Path target() throws IOException {
        return Files.readSymbolicLink(path());
    }

    Filestat stat() throws IOException {
        return FullStat.read(path());
    }

    Filestat stat(Path name) throws IOException {
        return FullStat.read(of(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Of the open file itself: the path in /proc is a link that has to be followed. */
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
