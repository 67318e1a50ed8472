package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import org.vexhost.api.Grant.Sharing;
import org.vexhost.wasi.abi.Errno;

/**
 * Opens directories within a handle budget.
 *
 * @param sharing whether processes other than the host may write to the directories
 * @param budget the budget for handles
 * @param handles finds the paths that refer to open handles
 */
record Opener(Sharing sharing, HandleBudget budget, ProcHandles handles) {

    /** The number of handles of a directory stream: one for listing and one for operations. */
    static final int STREAM_HANDLES = 2;

    /** Opens a directory stream. */
    @FunctionalInterface
    interface Opening {
        DirectoryStream<Path> open() throws IOException;
    }

    /**
     * Opens a directory.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code MFILE} or {@code NFILE} if the budget
     *     is exceeded, with {@code NOTSUP} if this platform has no handles for directories, or with
     *     {@code NOTDIR} if the opened file is not a directory
     */
    Directory open(Opening opening) throws IOException {
        budget.take(STREAM_HANDLES);
        Directory directory = null;
        try {
            directory = wrap(opening.open());
        } catch (NotDirectoryException e) {
            throw Errno.NOTDIR.asException();
        } finally {
            if (directory == null) {
                budget.give(STREAM_HANDLES);
            }
        }
        return directory;
    }

    private Directory wrap(DirectoryStream<Path> opened) throws IOException {
        if (opened instanceof SecureDirectoryStream<Path> stream) {
            try {
                Facts facts =
                        Facts.of(
                                stream.getFileAttributeView(BasicFileAttributeView.class)
                                        .readAttributes());
                return new Directory(stream, this, facts.key());
            } catch (IOException | RuntimeException e) {
                stream.close();
                throw e;
            }
        }
        opened.close();
        throw Errno.NOTSUP.asException();
    }
}
