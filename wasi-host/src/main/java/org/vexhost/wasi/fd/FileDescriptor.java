package org.vexhost.wasi.fd;

import java.io.IOException;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.confine.OpenFile;
import org.vexhost.wasi.quota.Content;

/** An open regular file. */
public final class FileDescriptor extends Descriptor {

    private final Root root;
    private final OpenFile file;
    private final Content content;
    private long position;

    /** Takes file and content over. */
    public FileDescriptor(
            Root root,
            OpenFile file,
            Content content,
            long rights,
            long inheritingRights,
            int flags) {
        super(rights, inheritingRights, flags);
        this.root = root;
        this.file = file;
        this.content = content;
    }

    /** The granted directory that it is in. */
    public Root root() {
        return root;
    }

    /** The file. */
    public OpenFile file() {
        return file;
    }

    /** What it is counted with. */
    public Content content() {
        return content;
    }

    /** Where the next read or write begins, in bytes. */
    public long position() {
        return position;
    }

    /** Moves to a position of 0 or more. */
    public void setPosition(long newPosition) {
        position = newPosition;
    }

    @Override
    public FileType type() {
        return FileType.REGULAR_FILE;
    }

    @Override
    public void close() throws IOException {
        content.close(file);
    }
}
