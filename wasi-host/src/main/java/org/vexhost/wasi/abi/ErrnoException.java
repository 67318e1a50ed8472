package org.vexhost.wasi.abi;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Thrown to end a host function with an error code. It has no stack trace. */
public final class ErrnoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Map<Errno, ErrnoException> ALL =
            Arrays.stream(Errno.values())
                    .collect(
                            Collectors.toMap(
                                    Function.identity(),
                                    ErrnoException::new,
                                    (one, other) -> one,
                                    () -> new EnumMap<>(Errno.class)));

    private final Errno errno;

    private ErrnoException(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }

    static ErrnoException of(Errno errno) {
        return Objects.requireNonNull(ALL.get(errno), "exception");
    }

    /** Returns the error code. */
    public Errno errno() {
        return errno;
    }
}
