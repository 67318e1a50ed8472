package org.vexhost.distribution.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.vexhost.sandbox.spi.GuestExitException;

/**
 * An output of this process for a guest. It is unbuffered, so that writes to several outputs keep
 * their order. When the reader of a pipe has closed it, the guest gets one error. If the guest
 * keeps writing, it is ended, as a signal would end a process.
 */
public final class ProcessOutput extends OutputStream {

    private static final String BROKEN_PIPE = "Broken pipe";

    private final FileOutputStream stream;
    private boolean isBroken;

    private ProcessOutput(FileDescriptor descriptor) {
        stream = new FileOutputStream(descriptor);
    }

    /** Creates an output to standard output. */
    public static ProcessOutput standard() {
        return new ProcessOutput(FileDescriptor.out);
    }

    /** Creates an output to standard error. */
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
