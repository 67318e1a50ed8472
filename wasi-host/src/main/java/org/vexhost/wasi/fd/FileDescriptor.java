package org.vexhost.wasi.fd;

import java.io.IOException;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.confine.OpenFile;
import org.vexhost.wasi.quota.Content;

/** The descriptor of an open regular file. */
public final class FileDescriptor extends Descriptor {

    private final Root root;
    private final OpenFile file;
    private final Content content;
    private long position;

    /** Creates a descriptor, which takes ownership of the file and the content. */
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

    /** Returns the granted directory that contains the file. */
    public Root root() {
        return root;
    }

    /** Returns the file. */
    public OpenFile file() {
        return file;
    }

    /** Returns the content, through which the account counts the file. */
    public Content content() {
        return content;
    }

    /** Returns the position of the next read or write, in bytes. */
    public long position() {
        return position;
    }

    /** Sets the position, 0 or more. */
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
