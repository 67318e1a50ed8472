package org.vexhost.distribution.protocol;

import java.util.Optional;

/** The purpose of a frame. {@link #code()} is the number that is sent. */
public enum FrameType {
    /** Both sides, as the first frame: the version of the protocol and of the product. */
    HELLO(1),

    /** Client: calls a tool. A {@link CallRequest}; the arguments follow as input. */
    CALL(10),
    /** Client: runs one command of the shell. UTF-8 text. */
    COMMAND(11),
    /** Client: starts an interactive shell. A {@link ShellRequest}; keys follow as input. */
    SHELL(12),
    /** Client: asks for the state of the host. UTF-8 text: {@code json}, or empty for lines. */
    STATUS(13),
    /** Client: drains the host and ends it. */
    STOP(14),
    /**
     * Client: starts the Model Context Protocol. An {@link McpRequest}. The client's messages
     * follow as input, one per line, and the host's messages are sent as output.
     */
    MCP(15),

    /** Client: bytes of standard input. */
    INPUT(20),
    /** Client: end of standard input. */
    END_OF_INPUT(21),
    /** Client: the new size of the terminal. A {@link TerminalSize}. */
    RESIZE(22),

    /** Host: bytes for standard output. */
    OUTPUT(30),
    /** Host: bytes for standard error. */
    ERROR_OUTPUT(31),
    /** Host: the resources that a call used. A {@link CallUsage}. */
    USAGE(32),
    /** Host, as the last frame: the exit status, one byte. */
    EXIT(33);

    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    /** The number that is sent for this type, 0 to 255. */
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
