package org.vexhost.wasi.confine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Locale;
import java.util.Map;
import org.vexhost.wasi.abi.Errno;

/** Maps the I/O exceptions of the JDK to error codes. */
public final class IoErrno {

    /**
     * The messages of the C library, and their error codes. The JDK provides no other information.
     */
    private static final Map<String, Errno> TEXTS =
            Map.ofEntries(
                    Map.entry("not a directory", Errno.NOTDIR),
                    Map.entry("is a directory", Errno.ISDIR),
                    Map.entry("directory not empty", Errno.NOTEMPTY),
                    Map.entry("file name too long", Errno.NAMETOOLONG),
                    Map.entry("too many levels of symbolic links", Errno.LOOP),
                    Map.entry("operation not permitted", Errno.PERM),
                    Map.entry("permission denied", Errno.ACCES),
                    Map.entry("read-only file system", Errno.ROFS),
                    Map.entry("no space left on device", Errno.NOSPC),
                    Map.entry("disk quota exceeded", Errno.DQUOT),
                    Map.entry("invalid cross-device link", Errno.XDEV),
                    Map.entry("invalid argument", Errno.INVAL),
                    Map.entry("device or resource busy", Errno.BUSY),
                    Map.entry("too many open files in system", Errno.NFILE),
                    Map.entry("too many open files", Errno.MFILE),
                    Map.entry("too many links", Errno.MLINK),
                    Map.entry("file too large", Errno.FBIG),
                    Map.entry("text file busy", Errno.TXTBSY),
                    Map.entry("no such device or address", Errno.NXIO),
                    Map.entry("no such file or directory", Errno.NOENT),
                    Map.entry("file exists", Errno.EXIST),
                    Map.entry("operation not supported", Errno.NOTSUP),
                    Map.entry("invalid or incomplete multibyte or wide character", Errno.ILSEQ),
                    Map.entry("broken pipe", Errno.PIPE),
                    Map.entry("bad file descriptor", Errno.BADF),
                    Map.entry("cannot allocate memory", Errno.NOMEM),
                    Map.entry("stale file handle", Errno.STALE));

    private IoErrno() {}

    /** Returns the code for an exception, or {@code IO} if no better code is known. */
    public static Errno of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return Errno.NOENT;
        } else if (e instanceof FileAlreadyExistsException) {
            return Errno.EXIST;
        } else if (e instanceof AccessDeniedException) {
            return Errno.ACCES;
        } else if (e instanceof DirectoryNotEmptyException) {
            return Errno.NOTEMPTY;
        } else if (e instanceof NotDirectoryException) {
            return Errno.NOTDIR;
        } else if (e instanceof NotLinkException) {
            return Errno.INVAL;
        } else if (e instanceof AtomicMoveNotSupportedException) {
            return Errno.XDEV;
        } else if (e instanceof FileSystemLoopException) {
            return Errno.LOOP;
        }
        return ofText(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT));
    }

    private static Errno ofText(String text) {
        // The message has the form "name: text", "name -> other: text", or only "text". A suffix
        // may follow.
        String end = text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
        Errno exact = TEXTS.get(end);
        if (exact != null) {
            return exact;
        }
        return TEXTS.entrySet().stream()
                .filter(entry -> end.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Errno.IO);
    }
}
