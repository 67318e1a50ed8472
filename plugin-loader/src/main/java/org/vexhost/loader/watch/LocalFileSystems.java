package org.vexhost.loader.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Tells on which file systems each change has a file event. */
final class LocalFileSystems {

    /**
     * Every change of these goes through the kernel of this machine. Events do not tell what
     * another machine changes on a file server, and emulated file systems may have none.
     */
    private static final Set<String> TYPES =
            Set.of("btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs");

    private LocalFileSystems() {}

    /** Whether each change in a folder has an event. False on systems other than Linux. */
    static boolean contain(Path folder) {
        try {
            return System.getProperty("os.name", "").equals("Linux")
                    && TYPES.contains(Files.getFileStore(folder).type());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
