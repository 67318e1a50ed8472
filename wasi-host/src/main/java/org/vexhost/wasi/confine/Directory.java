package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant.Sharing;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Filestat;

/**
 * An open directory. All operations use its handle and a single name in the directory, and never
 * follow a link. The operations therefore stay correct if another process moves the directory or
 * swaps names at the same time.
 *
 * <p>A name is a relative path of a single part that is neither {@code .} nor {@code ..}. For use
 * by one thread.
 *
 * <p>This class is long because every operation on a name needs the handle, which must stay
 * private.
 */
public final class Directory implements AutoCloseable {

    private static final Path SELF = Path.of(".");

    private static final int MAX_ATTEMPTS = 16;

    private final SecureDirectoryStream<Path> stream;
    private final Opener opener;
    private final Object key;
    private @Nullable HandlePath handlePath;
    private boolean isClosed;

    Directory(SecureDirectoryStream<Path> stream, Opener opener, Object key) {
        this.stream = stream;
        this.opener = opener;
        this.key = key;
    }

    /**
     * Opens a directory by its path on the host, without following a link.
     *
     * @param real an absolute path that contained no links when it was resolved
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOTSUP} if this platform has no
     *     handles for directories; {@code MFILE} or {@code NFILE} if the budget is exceeded; {@code
     *     NOTCAPABLE} if the path now leads through a link
     */
    public static Directory openRoot(Path real, Sharing sharing, HandleBudget budget)
            throws IOException {
        return openRoot(real, new Opener(sharing, budget, ProcHandles.SYSTEM));
    }

    @SuppressWarnings("StreamResourceLeak") // The directory closes it.
    static Directory openRoot(Path real, Opener opener) throws IOException {
        if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw Files.exists(real) ? Errno.NOTDIR.asException() : Errno.NOENT.asException();
        }
        Directory root = opener.open(() -> Files.newDirectoryStream(real));
        boolean isThere = false;
        try {
            isThere = root.isAt(real);
        } finally {
            if (!isThere) {
                root.close();
            }
        }
        if (!isThere) {
            throw Errno.NOTCAPABLE.asException();
        }
        return root;
    }

    private boolean isAt(Path real) throws IOException {
        Optional<HandlePath> path = handlePath();
        return path.isPresent()
                ? path.get().target().equals(real)
                : real.equals(real.toRealPath())
                        && key.equals(
                                Files.readAttributes(
                                                real,
                                                BasicFileAttributes.class,
                                                LinkOption.NOFOLLOW_LINKS)
                                        .fileKey());
    }

    /** Opens the directory with the given name. */
    public Directory openDirectory(Path name) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Facts facts = facts(name);
            if (!facts.isDirectory()) {
                throw Errno.NOTDIR.asException();
            }
            Directory opened = openOnce(name);
            if (opened.key.equals(facts.key())) {
                return opened;
            }
            opened.close(); // The name was replaced in the meantime.
        }
        throw Errno.AGAIN.asException();
    }

    /**
     * Opens a name that was a directory a moment ago. Opening a FIFO would wait for a writer, so
     * {@code NAME/.} is opened, which exists only if the name is a directory. If the name was just
     * replaced by a link, the link is followed. The caller detects this, since the key differs. In
     * a directory that other processes may write to, a new directory could get the same key. In
     * this case, the name itself is opened, without following links.
     */
    private Directory openOnce(Path name) throws IOException {
        Path path = opener.sharing() == Sharing.EXCLUSIVE ? name.resolve(SELF) : name;
        return opener.open(() -> stream.newDirectoryStream(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** Opens another handle for this directory. */
    public Directory reopen() throws IOException {
        return opener.open(() -> stream.newDirectoryStream(SELF, LinkOption.NOFOLLOW_LINKS));
    }

    /** Returns the key of this directory. Equal keys mean the same directory. */
    public Object key() {
        return key;
    }

    /** Reads the basic attributes of this directory. */
    public Facts facts() throws IOException {
        return facts(stream);
    }

    private static Facts facts(SecureDirectoryStream<Path> stream) throws IOException {
        return Facts.of(stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes());
    }

    /** Reads the basic attributes of a name. */
    public Facts facts(Path name) throws IOException {
        return Facts.of(view(name).readAttributes());
    }

    /** Reads the basic attributes of a name that may not exist. */
    public Optional<Facts> factsIfPresent(Path name) throws IOException {
        try {
            return Optional.of(facts(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private BasicFileAttributeView view(Path name) {
        return stream.getFileAttributeView(
                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns all attributes of this directory. */
    public Filestat stat() throws IOException {
        Optional<HandlePath> path = handlePath();
        return path.isPresent() ? path.get().stat() : FullStat.of(facts(), facts().size());
    }

    /** Returns all attributes of a name. */
    public Filestat stat(Path name) throws IOException {
        Optional<HandlePath> path = handlePath();
        if (path.isPresent()) {
            return path.get().stat(name);
        }
        Facts facts = facts(name);
        return FullStat.of(facts, facts.size());
    }

    /**
     * Opens or creates a regular file. The type is checked before opening, since a FIFO or a device
     * must not be opened.
     *
     * @param options the options, without those for links
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code ISDIR}, with {@code LOOP} for a link,
     *     or with {@code NOTSUP} for anything else that is not a regular file
     */
    public OpenFile openFile(Path name, Set<OpenOption> options) throws IOException {
        Optional<Facts> before = factsIfPresent(name);
        if (before.isPresent()) {
            requireRegular(before.get());
        }
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        opener.budget().take(1);
        FileChannel channel = null;
        OpenFile file = null;
        try {
            channel = (FileChannel) stream.newByteChannel(name, all);
            file = OpenFile.verified(channel, facts(name), opener);
        } finally {
            if (file == null) {
                if (channel != null) {
                    channel.close();
                }
                opener.budget().give(1);
            }
        }
        return file;
    }

    private static void requireRegular(Facts facts) {
        switch (facts.type()) {
            case REGULAR_FILE -> {}
            case DIRECTORY -> throw Errno.ISDIR.asException();
            case SYMBOLIC_LINK -> throw Errno.LOOP.asException();
            default -> throw Errno.NOTSUP.asException();
        }
    }

    /** Starts listing the names. Each listing starts from the beginning and must be closed. */
    public Listing list() throws IOException {
        return new Listing(reopen());
    }

    DirectoryStream<Path> stream() {
        return stream;
    }

    /** Removes a file or a link. */
    public void removeFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    /** Removes an empty directory. */
    public void removeDirectory(Path name) throws IOException {
        stream.deleteDirectory(name);
    }

    /** Renames an entry, and replaces the target if it exists. */
    public void rename(Path name, Directory to, Path newName) throws IOException {
        stream.move(name, to.stream, newName);
    }

    /** Creates a directory. */
    public void createDirectory(Path name) throws IOException {
        Files.createDirectory(requireHandlePath().of(name));
    }

    /** Creates a symbolic link. The target is not checked. */
    public void createLink(Path name, Path target) throws IOException {
        Files.createSymbolicLink(requireHandlePath().of(name), target);
    }

    /** Creates another name for a file of this directory. */
    public void createHardLink(Path name, Directory to, Path newName) throws IOException {
        Files.createLink(to.requireHandlePath().of(newName), requireHandlePath().of(name));
    }

    /** Returns the target of a link, as stored in the link. */
    public byte[] readLink(Path name) throws IOException {
        Path target = Files.readSymbolicLink(requireHandlePath().of(name));
        byte[] bytes =
                Names.toBytes(target.isAbsolute() ? Path.of("/").relativize(target) : target);
        if (!target.isAbsolute()) {
            return bytes;
        }
        byte[] absolute = new byte[bytes.length + 1];
        absolute[0] = '/';
        System.arraycopy(bytes, 0, absolute, 1, bytes.length);
        return absolute;
    }

    /**
     * Changes the times of a name. For a link, these are the times of the link itself. An absent
     * time is not changed.
     */
    public void setTimes(Path name, Optional<FileTime> accessed, Optional<FileTime> modified)
            throws IOException {
        Facts facts = facts(name);
        if (facts.type() == FileType.UNKNOWN) {
            throw Errno.NOTSUP.asException();
        }
        Optional<HandlePath> path = handlePath();
        BasicFileAttributeView view = path.isPresent() ? path.get().view(name) : view(name);
        view.setTimes(modified.orElse(null), accessed.orElse(null), null);
    }

    /** Changes the times of this directory. An absent time is not changed. */
    public void setTimes(Optional<FileTime> accessed, Optional<FileTime> modified)
            throws IOException {
        Optional<HandlePath> path = handlePath();
        BasicFileAttributeView view =
                path.isPresent()
                        ? path.get().view()
                        : stream.getFileAttributeView(BasicFileAttributeView.class);
        view.setTimes(modified.orElse(null), accessed.orElse(null), null);
    }

    /** Writes the directory's entries to the device. */
    public void sync() throws IOException {
        Optional<HandlePath> path = handlePath();
        if (path.isPresent()) {
            path.get().sync();
        }
    }

    private HandlePath requireHandlePath() throws IOException {
        return handlePath().orElseThrow(Errno.NOTSUP::asException);
    }

    private Optional<HandlePath> handlePath() throws IOException {
        if (handlePath == null) {
            opener.budget().take(1);
            HandlePath found = null;
            try {
                FileChannel channel =
                        (FileChannel)
                                stream.newByteChannel(
                                        SELF,
                                        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                found = HandlePath.find(opener.handles(), channel, key).orElse(null);
            } finally {
                if (found == null) {
                    opener.budget().give(1);
                }
            }
            handlePath = found;
        }
        return Optional.ofNullable(handlePath);
    }

    /** Closes the directory. Closing it again does nothing. */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        HandlePath path = handlePath;
        try {
            if (path != null) {
                opener.budget().give(1);
                path.close();
            }
        } finally {
            opener.budget().give(Opener.STREAM_HANDLES);
            stream.close();
        }
    }

    @Override
    public String toString() {
        return "directory " + Objects.toString(key);
    }
}
