package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.wasi.abi.Errno;

/**
 * Walks along a path from the guest. Each directory is opened through the handle of the previous
 * directory. Links are read and resolved by this class, never by the system. {@code ..} goes back
 * to a directory that is already open, and never above the start of the walk.
 */
public final class Walk {

    /** The maximum length of a path, in bytes. */
    public static final int MAX_PATH_BYTES = 4096;

    /** The maximum number of links on a path, as on Linux. */
    static final int MAX_LINKS = 40;

    /** The maximum number of levels between the start and the current directory. */
    static final int MAX_DEPTH = 128;

    private static final byte[] SELF = {'.'};
    private static final byte[] PARENT = {'.', '.'};

    private final Directory start;
    private final Ending ending;
    private final Steps steps;
    private final List<Directory> opened = new ArrayList<>();
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private boolean endsWithSlash;
    private int links;

    private Walk(Directory start, Ending ending, Steps steps) {
        this.start = start;
        this.ending = ending;
        this.steps = steps;
    }

    /**
     * Walks along a path.
     *
     * @param start the directory to which the path is relative, and which the walk cannot leave
     * @param path the path from the guest
     * @param steps called before each directory and link on the path
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code NOTCAPABLE} if the path, or a link in
     *     it, is absolute or leads above the start; {@code NOENT}, {@code NOTDIR}, {@code LOOP},
     *     {@code NAMETOOLONG} and {@code ILSEQ} as on POSIX systems
     */
    public static Located to(Directory start, byte[] path, Ending ending, Steps steps)
            throws IOException, InterruptedException {
        if (path.length > MAX_PATH_BYTES) {
            throw Errno.NAMETOOLONG.asException();
        }
        Names.check(path);
        Walk walk = new Walk(start, ending, steps);
        Located located = null;
        try {
            walk.push(path);
            located = walk.walk();
        } finally {
            walk.closeAll(located == null ? null : located.directory());
        }
        return located;
    }

    /** Inserts the parts of a path, or of a link's target, before the remaining parts. */
    private void push(byte[] path) {
        if (path.length == 0) {
            throw Errno.NOENT.asException();
        } else if (path[0] == '/') {
            throw Errno.NOTCAPABLE.asException();
        }
        List<byte[]> parts = split(path);
        boolean isAtEnd = pending.isEmpty();
        for (int i = parts.size() - 1; i >= 0; i--) {
            pending.addFirst(parts.get(i));
        }
        if (isAtEnd) {
            endsWithSlash |= path[path.length - 1] == '/';
        }
    }

    private static List<byte[]> split(byte[] path) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                if (i > start) {
                    parts.add(Arrays.copyOfRange(path, start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private Located walk() throws IOException, InterruptedException {
        while (true) {
            byte[] part = pending.removeFirst();
            boolean isLast = pending.isEmpty();
            if (Arrays.equals(part, SELF) || Arrays.equals(part, PARENT)) {
                if (part.length == PARENT.length) {
                    leave();
                }
                if (isLast) {
                    return new Located(current(), !opened.isEmpty(), null, true, opened.size());
                }
                continue;
            }
            Path name = Names.toPath(part);
            if (isLast && !followsLast()) {
                return at(name);
            }
            Optional<Facts> facts =
                    isLast ? current().factsIfPresent(name) : Optional.of(current().facts(name));
            if (facts.isPresent() && facts.get().isLink()) {
                followLink(name);
            } else if (isLast) {
                return at(name);
            } else {
                enter(name, facts.get());
            }
        }
    }

    private boolean followsLast() {
        return ending == Ending.FOLLOW || (ending == Ending.FOLLOW_BEFORE_SLASH && endsWithSlash);
    }

    private Located at(Path name) {
        return new Located(current(), !opened.isEmpty(), name, endsWithSlash, opened.size());
    }

    private Directory current() {
        return opened.isEmpty() ? start : opened.get(opened.size() - 1);
    }

    private void followLink(Path name) throws IOException, InterruptedException {
        steps.next();
        if (++links > MAX_LINKS) {
            throw Errno.LOOP.asException();
        }
        push(current().readLink(name));
    }

    private void enter(Path name, Facts facts) throws IOException, InterruptedException {
        steps.next();
        if (!facts.isDirectory()) {
            throw Errno.NOTDIR.asException();
        } else if (opened.size() == MAX_DEPTH) {
            throw Errno.NAMETOOLONG.asException();
        }
        opened.add(current().openDirectory(name));
    }

    private void leave() throws IOException {
        if (opened.isEmpty()) {
            throw Errno.NOTCAPABLE.asException();
        }
        opened.remove(opened.size() - 1).close();
    }

    @SuppressWarnings("ReferenceEquality") // Each directory has its own handles.
    private void closeAll(@Nullable Directory except) throws IOException {
        for (Directory directory : opened) {
            if (directory != except) {
                directory.close();
            }
        }
    }

    /**
     * Returns whether a link's target is absolute or leads above the granted directory. Only the
     * text of the target is examined.
     *
     * @param linkDepth the number of levels between the granted directory and the link
     */
    public static boolean leadsOut(byte[] target, int linkDepth) {
        int depth = linkDepth;
        for (byte[] part : split(target)) {
            if (Arrays.equals(part, PARENT)) {
                depth--;
            } else if (!Arrays.equals(part, SELF)) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return target.length > 0 && target[0] == '/';
    }
}
