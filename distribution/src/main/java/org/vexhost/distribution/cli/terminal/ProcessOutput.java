package org.vexhost.distribution.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.vexhost.sandbox.spi.GuestExitException;

/**
 * The standard output or standard error of this process, for a guest to write to. It has no buffer,
 * so writes to both streams keep their order. If the reader of a pipe has closed it, the guest's
 * next write fails. One more write ends the guest, as a signal would end a process.
 */
public final class ProcessOutput extends OutputStream {

    private static final String BROKEN_PIPE = "Broken pipe";

    private final FileOutputStream stream;
    private boolean isBroken;

    private ProcessOutput(FileDescriptor descriptor) {
        stream = new FileOutputStream(descriptor);
    }

    /** Returns the standard output. */
    public static ProcessOutput standard() {
        return new ProcessOutput(FileDescriptor.out);
    }

    /** Returns the standard error. */
    public static ProcessOutput error() {
        return new ProcessOutput(FileDescriptor.err);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            if (BROKEN_PIPE.equals(e.getMessage())) {
                if (isBroken) {
                    throw new GuestExitException(ExitStatus.BROKEN_PIPE);
                }
                isBroken = true;
            }
            throw e;
        }
    }
}
