package org.vexhost.distribution.protocol;

import java.util.Optional;

/** The purpose of a frame. {@link #code()} is the number on the wire. */
public enum FrameType {
    /** Both ways, first: protocol version and product version. */
    HELLO(1),

    /** Client: call a tool. A {@link CallRequest}; the arguments follow as input. */
    CALL(10),
    /** Client: run one command of the shell. UTF-8 text. */
    COMMAND(11),
    /** Client: an interactive shell. A {@link ShellRequest}; keys follow as input. */
    SHELL(12),
    /** Client: report the state of the host. UTF-8 text: {@code json}, or empty for lines. */
    STATUS(13),
    /** Client: drain and end. */
    STOP(14),
    /**
     * Client: the Model Context Protocol. An {@link McpRequest}; messages follow as input, one per
     * line, and the host's messages are output.
     */
    MCP(15),

    /** Client: bytes of input. */
    INPUT(20),
    /** Client: end of input. */
    END_OF_INPUT(21),
    /** Client: new size of the terminal. A {@link TerminalSize}. */
    RESIZE(22),

    /** Host: bytes for standard output. */
    OUTPUT(30),
    /** Host: bytes for standard error. */
    ERROR_OUTPUT(31),
    /** Host: resources that a call used. A {@link CallUsage}. */
    USAGE(32),
    /** Host, last: the exit status, one byte. */
    EXIT(33);

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    /** The number that stands for this on the wire, 0 to 255. */
    public int code() {
        return code;
    }

    static Optional<FrameType> of(int code) {
        for (FrameType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
