package org.vexhost.sandbox.compile.cache;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The format of a file that names the classes that a run of a module loaded first, in order. Such a
 * file has no checksum: a wrong name costs time, and nothing else.
 */
final class LoadOrder {

    private static final long MAGIC = 0x5645584F52443031L;

    private LoadOrder() {}

    /**
     * Reads a file.
     *
     * @return at most {@link GeneratedCodeCache#MAX_LOAD_ORDER} names, which may be any text
     */
    static List<String> read(Path file) throws IOException {
        try (var in =
                new DataInputStream(
                        new BufferedInputStream(
                                Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)))) {
            if (in.readLong() != MAGIC) {
                throw new IOException("it is not a list of classes");
            }
            int count = in.readInt();
            if (count < 0 || count > GeneratedCodeCache.MAX_LOAD_ORDER) {
                throw new IOException("it is damaged");
            }
            List<String> names = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                names.add(in.readUTF());
            }
            return names;
        }
    }

    static void write(Path file, List<String> names) throws IOException {
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeLong(MAGIC);
            out.writeInt(names.size());
            for (String name : names) {
                out.writeUTF(name);
            }
        }
    }
}
