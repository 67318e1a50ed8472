package org.vexhost.wasi.fd;

import org.vexhost.sandbox.spi.GuestOutput;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Rights;

/** The descriptor of standard output or standard error. */
public final class OutputDescriptor extends Descriptor {

    private final GuestOutput output;

    OutputDescriptor(GuestOutput output) {
        super(Rights.OUTPUT, 0, 0);
        this.output = output;
    }

    /** Returns the output to which the descriptor writes. */
    public GuestOutput output() {
        return output;
    }

    @Override
    public FileType type() {
        return FileType.UNKNOWN;
    }

    @Override
    public void close() {
        // The output belongs to the sandbox.
    }
}
