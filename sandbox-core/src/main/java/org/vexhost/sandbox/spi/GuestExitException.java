package org.vexhost.sandbox.spi;

/**
 * Thrown if the guest asks to exit ({@code proc_exit}). It has no stack trace.
 *
 * @since 1.0
 */
public final class GuestExitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    /** Creates an exception that ends the call with an exit code, unsigned 32 bits. */
    public GuestExitException(int code) {
        super("exit code " + Integer.toUnsignedString(code), null, false, false);
        this.code = code;
    }

    /** Returns the exit code, unsigned 32 bits. */
    public int code() {
        return code;
    }
}
