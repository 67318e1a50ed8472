package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kind and state of a path at one moment, read in one operation if the platform permits.
 *
 * @param kind the kind of file; for a link, the kind of its target
 * @param link whether the path itself is a symbolic link
 * @param state the state of the file to read
 */
record FileSnapshot(Kind kind, Link link, FileState state) {

    private static final LinkOption[] FOLLOW = {};
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private static final String UNIX =
            "unix:size,lastModifiedTime,ctime,fileKey,isRegularFile,isDirectory,isSymbolicLink";

    /** The kind of file at a path. */
    enum Kind {
        MISSING,
        FILE,
        FOLDER,
        OTHER
    }

    /** Whether a name is a symbolic link. */
    enum Link {
        NONE,
        LINK
    }

    static FileSnapshot at(Path path) {
        try {
            FileSnapshot snapshot = at(path, LinkOption.NOFOLLOW_LINKS);
            if (snapshot.link() == Link.NONE) {
                return snapshot;
            }
            return target(path, snapshot.state());
        } catch (IOException e) {
            return new FileSnapshot(
                    Kind.MISSING, Link.NONE, new FileState(path, 0, NEVER, NEVER, ""));
        }
    }

    private static FileSnapshot target(Path path, FileState link) {
        try {
            FileSnapshot target = at(path, FOLLOW);
            return new FileSnapshot(target.kind(), Link.LINK, target.state());
        } catch (IOException e) {
            return new FileSnapshot(Kind.MISSING, Link.LINK, link);
        }
    }

    private static FileSnapshot at(Path path, LinkOption... options) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            BasicFileAttributes basic =
                    Files.readAttributes(path, BasicFileAttributes.class, options);
            return of(
                    basic.isRegularFile(),
                    basic.isDirectory(),
                    basic.isSymbolicLink(),
                    new FileState(
                            path,
                            basic.size(),
                            basic.lastModifiedTime(),
                            basic.lastModifiedTime(),
                            String.valueOf(basic.fileKey())));
        }
        Map<String, Object> unix = Files.readAttributes(path, UNIX, options);
        return of(
                Boolean.TRUE.equals(unix.get("isRegularFile")),
                Boolean.TRUE.equals(unix.get("isDirectory")),
                Boolean.TRUE.equals(unix.get("isSymbolicLink")),
                new FileState(
                        path,
                        unix.get("size") instanceof Long size ? size : 0,
                        time(unix.get("lastModifiedTime")),
                        time(unix.get("ctime")),
                        String.valueOf(unix.get("fileKey"))));
    }

    private static FileSnapshot of(boolean file, boolean folder, boolean link, FileState state) {
        Kind kind = file ? Kind.FILE : folder ? Kind.FOLDER : Kind.OTHER;
        return new FileSnapshot(kind, link ? Link.LINK : Link.NONE, state);
    }

    private static FileTime time(@Nullable Object value) {
        return value instanceof FileTime time ? time : NEVER;
    }
}
