package org.vexhost.wasi.fd;

import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.abi.Rights;

/** Standard input. */
public final class InputDescriptor extends Descriptor {

    private final Input input;

    InputDescriptor(Input input) {
        super(Rights.INPUT, 0, 0);
        this.input = input;
    }

    /** Returns the input that it reads. */
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
