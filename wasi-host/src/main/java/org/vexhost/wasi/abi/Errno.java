package org.vexhost.wasi.abi;

/**
 * The error codes of WASI preview 1. The number of a code is its ordinal.
 *
 * <p>As in the specification, the names omit the first letter of the C names. The specification's
 * name for {@link #TOOBIG} is {@code 2big}.
 */
public enum Errno {
    /** No error. */
    SUCCESS,
    /** Argument list too long. */
    TOOBIG,
    /** Permission denied. */
    ACCES,
    /** Address in use. */
    ADDRINUSE,
    /** Address not available. */
    ADDRNOTAVAIL,
    /** Address family not supported. */
    AFNOSUPPORT,
    /** Resource unavailable, or operation would block. */
    AGAIN,
    /** Connection already in progress. */
    ALREADY,
    /** Bad file descriptor. */
    BADF,
    /** Bad message. */
    BADMSG,
    /** Device or resource busy. */
    BUSY,
    /** Operation canceled. */
    CANCELED,
    /** No child processes. */
    CHILD,
    /** Connection aborted. */
    CONNABORTED,
    /** Connection refused. */
    CONNREFUSED,
    /** Connection reset. */
    CONNRESET,
    /** Resource deadlock would occur. */
    DEADLK,
    /** Destination address required. */
    DESTADDRREQ,
    /** Mathematics argument out of domain of function. */
    DOM,
    /** Quota exceeded. */
    DQUOT,
    /** File exists. */
    EXIST,
    /** Bad address. */
    FAULT,
    /** File too large. */
    FBIG,
    /** Host is unreachable. */
    HOSTUNREACH,
    /** Identifier removed. */
    IDRM,
    /** Illegal byte sequence. */
    ILSEQ,
    /** Operation in progress. */
    INPROGRESS,
    /** Interrupted function. */
    INTR,
    /** Invalid argument. */
    INVAL,
    /** I/O error. */
    IO,
    /** Socket is connected. */
    ISCONN,
    /** Is a directory. */
    ISDIR,
    /** Too many levels of symbolic links. */
    LOOP,
    /** File descriptor value too large. */
    MFILE,
    /** Too many links. */
    MLINK,
    /** Message too large. */
    MSGSIZE,
    /** Reserved. */
    MULTIHOP,
    /** Filename too long. */
    NAMETOOLONG,
    /** Network is down. */
    NETDOWN,
    /** Connection aborted by network. */
    NETRESET,
    /** Network unreachable. */
    NETUNREACH,
    /** Too many files open in system. */
    NFILE,
    /** No buffer space available. */
    NOBUFS,
    /** No such device. */
    NODEV,
    /** No such file or directory. */
    NOENT,
    /** Executable file format error. */
    NOEXEC,
    /** No locks available. */
    NOLCK,
    /** Reserved. */
    NOLINK,
    /** Not enough space. */
    NOMEM,
    /** No message of the desired type. */
    NOMSG,
    /** Protocol not available. */
    NOPROTOOPT,
    /** No space left on device. */
    NOSPC,
    /** Function not supported. */
    NOSYS,
    /** The socket is not connected. */
    NOTCONN,
    /** Not a directory or a symbolic link to a directory. */
    NOTDIR,
    /** Directory not empty. */
    NOTEMPTY,
    /** State not recoverable. */
    NOTRECOVERABLE,
    /** Not a socket. */
    NOTSOCK,
    /** Not supported. */
    NOTSUP,
    /** Inappropriate I/O control operation. */
    NOTTY,
    /** No such device or address. */
    NXIO,
    /** Value too large to be stored in data type. */
    OVERFLOW,
    /** Previous owner died. */
    OWNERDEAD,
    /** Operation not permitted. */
    PERM,
    /** Broken pipe. */
    PIPE,
    /** Protocol error. */
    PROTO,
    /** Protocol not supported. */
    PROTONOSUPPORT,
    /** Protocol wrong type for socket. */
    PROTOTYPE,
    /** Result too large. */
    RANGE,
    /** Read-only file system. */
    ROFS,
    /** Invalid seek. */
    SPIPE,
    /** No such process. */
    SRCH,
    /** Reserved. */
    STALE,
    /** Connection timed out. */
    TIMEDOUT,
    /** Text file busy. */
    TXTBSY,
    /** Cross-device link. */
    XDEV,
    /** Extension: capabilities insufficient. */
    NOTCAPABLE;

    /** Returns the number of this code, as the guest gets it. */
    @SuppressWarnings(
            "EnumOrdinal") // The constants are in the order of the specification's numbers.
    public int code() {
        return ordinal();
    }

    /**
     * Returns the exception that ends a host function with this code. Each code has only one such
     * object, without a stack trace.
     */
    public ErrnoException asException() {
        return ErrnoException.of(this);
    }
}
