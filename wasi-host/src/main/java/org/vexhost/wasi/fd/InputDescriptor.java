package org.vexhost.wasi.fd;

import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Rights;

/** The descriptor of standard input. */
public final class InputDescriptor extends Descriptor {

    private final Input input;

    InputDescriptor(Input input) {
        super(Rights.INPUT, 0, 0);
        this.input = input;
    }

    /** Returns the input that the descriptor reads. */
    public Input input() {
        return input;
    }

    @Override
    public FileType type() {
        return FileType.UNKNOWN;
    }

    @Override
    public void close() {
        input.close();
    }
}
