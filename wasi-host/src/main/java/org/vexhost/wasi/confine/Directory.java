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
 * An open directory. Everything is done by handle, on one name in the directory, and follows no
 * link: it stays right when the directory is moved, or names are swapped, during a call.
 *
 * <p>Names are relative paths of a single part, neither {@code .} nor {@code ..}. For one thread.
 *
 * <p>Long, since whatever is done with a name needs the handle that this class keeps to itself.
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
     * @param real absolute, and without links when it was found out
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOTSUP} if this platform has no
     *     handles for directories; {@code MFILE} or {@code NFILE} over the budget; {@code
     *     NOTCAPABLE} if the path leads through a link now
     */
    public static Directory openRoot(Path real, Sharing sharing, HandleBudget budget)
            throws IOException {
        return openRoot(real, new Opener(sharing, budget, ProcHandles.SYSTEM));
    }

    @SuppressWarnings("StreamResourceLeak") // the directory closes it
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

    /** Opens the directory of this name. */
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
            opened.close(); // renamed in between
        }
        throw Errno.AGAIN.asException();
    }

    /**
     * Opening a FIFO would wait for somebody to write to it, so what is opened is {@code NAME/.},
     * which only a directory has. That follows a link, if the name has just become one: the keys
     * tell. Where others could make a new directory with the same key, the name itself is opened,
     * without following.
     */
    private Directory openOnce(Path name) throws IOException {
        Path path = opener.sharing() == Sharing.EXCLUSIVE ? name.resolve(SELF) : name;
        return opener.open(() -> stream.newDirectoryStream(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** Opens this directory once more. */
    public Directory reopen() throws IOException {
        return opener.open(() -> stream.newDirectoryStream(SELF, LinkOption.NOFOLLOW_LINKS));
    }

    /** Identifies this directory: equal keys, same directory. */
    public Object key() {
        return key;
    }

    /** Looks at this directory. */
    public Facts facts() throws IOException {
        return facts(stream);
    }

    private static Facts facts(SecureDirectoryStream<Path> stream) throws IOException {
        return Facts.of(stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes());
    }

    /** Looks at a name. */
    public Facts facts(Path name) throws IOException {
        return Facts.of(view(name).readAttributes());
    }

    /** Looks at a name that may not be there. */
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

    /** All attributes of this directory. */
    public Filestat stat() throws IOException {
        Optional<HandlePath> path = handlePath();
        return path.isPresent() ? path.get().stat() : FullStat.of(facts(), facts().size());
    }

    /** All attributes of a name. */
    public Filestat stat(Path name) throws IOException {
        Optional<HandlePath> path = handlePath();
        if (path.isPresent()) {
            return path.get().stat(name);
        }
        Facts facts = facts(name);
        return FullStat.of(facts, facts.size());
    }

    /**
     * Opens or creates a file. Looks first, as a FIFO or a device must not be opened.
     *
     * @param options without those about links
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code ISDIR}, {@code LOOP} for a link,
     *     {@code NOTSUP} for anything else that is not a regular file
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

    /** Starts to list the names. Each listing starts anew; it must be closed. */
    public Listing list() throws IOException {
        return new Listing(reopen());
    }

    DirectoryStream<Path> stream() {
        return stream;
    }

    /** Removes a file or link. */
    public void removeFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    /** Removes an empty directory. */
    public void removeDirectory(Path name) throws IOException {
        stream.deleteDirectory(name);
    }

    /** Renames, over what is there. */
    public void rename(Path name, Directory to, Path newName) throws IOException {
        stream.move(name, to.stream, newName);
    }

    /** Makes a directory. */
    public void createDirectory(Path name) throws IOException {
        Files.createDirectory(requireHandlePath().of(name));
    }

    /** Makes a link. What it leads to is not looked at. */
    public void createLink(Path name, Path target) throws IOException {
        Files.createSymbolicLink(requireHandlePath().of(name), target);
    }

    /** Gives a file of this directory one more name. */
    public void createHardLink(Path name, Directory to, Path newName) throws IOException {
        Files.createLink(to.requireHandlePath().of(newName), requireHandlePath().of(name));
    }

    /** What a link leads to, as it is written there. */
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

    /** Changes the times of a name; a link's own if it is a link. An absent time stays. */
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

    /** Changes this directory's times. */
    public void setTimes(Optional<FileTime> accessed, Optional<FileTime> modified)
            throws IOException {
        Optional<HandlePath> path = handlePath();
        BasicFileAttributeView view =
                path.isPresent()
                        ? path.get().view()
                        : stream.getFileAttributeView(BasicFileAttributeView.class);
        view.setTimes(modified.orElse(null), accessed.orElse(null), null);
    }

    /** Brings the directory's entries to the device. */
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

    /** Closes it. Does nothing the second time. */
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
