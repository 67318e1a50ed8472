package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Filestat;

/** Reads all attributes of a file through a path that refers to an open handle. */
final class FullStat {

    private static final String WANTED =
            "unix:mode,dev,ino,nlink,size,lastAccessTime,lastModifiedTime,ctime";

    private FullStat() {}

    static Filestat read(Path path, LinkOption... options) throws IOException {
        Map<String, Object> all = Files.readAttributes(path, WANTED, options);
        return new Filestat(
                number(all, "dev"),
                number(all, "ino"),
                FileType.ofMode((int) number(all, "mode")),
                number(all, "nlink"),
                number(all, "size"),
                time(all, "lastAccessTime"),
                time(all, "lastModifiedTime"),
                time(all, "ctime"));
    }

    private static long number(Map<String, Object> all, String name) {
        return ((Number) Objects.requireNonNull(all.get(name), name)).longValue();
    }

    private static long time(Map<String, Object> all, String name) {
        return GuestTimes.nanos((FileTime) Objects.requireNonNull(all.get(name), name));
    }

    /** Returns the attributes that are available without such a path. */
    static Filestat of(Facts facts, long size) {
        return new Filestat(
                facts.device(),
                facts.inode(),
                facts.type(),
                1,
                size,
                facts.accessed(),
                facts.modified(),
                facts.modified());
    }
}
