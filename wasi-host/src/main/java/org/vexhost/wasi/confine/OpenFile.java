package org.vexhost.wasi.confine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant.Sharing;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Filestat;

/**
 * An open regular file. It is read and written only at explicit positions, since finding the path
 * of its handle changes the channel's own position. For use by one thread.
 */
public final class OpenFile implements Closeable {

    private final FileChannel channel;
    private final Facts facts;
    private final Opener opener;
    private @Nullable Path handlePath;
    private boolean isClosed;

    private OpenFile(FileChannel channel, Facts facts, Opener opener) {
        this.channel = channel;
        this.facts = facts;
        this.opener = opener;
    }

    /**
     * Checks that an opened file is a regular file.
     *
     * @param facts the attributes of the file's name, read after the file was opened
     * @param opener the opener of the directory; if the directory is shared, another process may
     *     have swapped the name in the meantime
     */
    static OpenFile verified(FileChannel channel, Facts facts, Opener opener) throws IOException {
        if (!facts.isRegularFile()) {
            throw Errno.AGAIN.asException();
        }
        OpenFile file = new OpenFile(channel, facts, opener);
        if (opener.sharing() == Sharing.SHARED) {
            // If there is no path, the opened file is not the file to which the name refers now.
            Path path = file.handlePath().orElseThrow(Errno.AGAIN::asException);
            BasicFileAttributes opened = Files.readAttributes(path, BasicFileAttributes.class);
            if (!opened.isRegularFile()) {
                throw Errno.NOTSUP.asException();
            }
        }
        return file;
    }

    /** Returns the channel, for reading and writing at positions. */
    public FileChannel channel() {
        return channel;
    }

    /** Returns the key of the file. Equal keys mean the same file. */
    public Object key() {
        return facts.key();
    }

    /** Returns all current attributes. */
    public Filestat stat() throws IOException {
        Optional<Path> path = handlePath();
        return path.isPresent() ? FullStat.read(path.get()) : FullStat.of(facts, channel.size());
    }

    /** Changes the times of the file. An absent time is not changed. */
    public void setTimes(Optional<FileTime> accessed, Optional<FileTime> modified)
            throws IOException {
        Path path = handlePath().orElseThrow(Errno.NOTSUP::asException);
        Files.getFileAttributeView(path, BasicFileAttributeView.class)
                .setTimes(modified.orElse(null), accessed.orElse(null), null);
    }

    private Optional<Path> handlePath() throws IOException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException(); // Its number may already belong to another file.
        }
        if (handlePath == null) {
            handlePath = opener.handles().find(channel, facts.key()).orElse(null);
        }
        return Optional.ofNullable(handlePath);
    }

    /** Closes the file. Closing it again does nothing. */
    @Override
    public void close() throws IOException {
        if (!isClosed) {
            isClosed = true;
            opener.budget().give(1);
            channel.close();
        }
    }
}
