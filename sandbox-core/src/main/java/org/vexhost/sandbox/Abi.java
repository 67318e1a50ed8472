package org.vexhost.sandbox;

import java.util.Arrays;
import java.util.Optional;

/**
 * The binary interface of a module: how the host passes the arguments and how the module returns
 * its result.
 *
 * @since 1.0
 */
public enum Abi {
    /**
     * Exports {@code memory}, {@code vex_allocate(u32) -> u32} and {@code vex_execute(u32, u32) ->
     * u64}, as in the original VEX tool sandbox. The result packs a pointer in the high and a
     * length in the low 32 bits. If the module exports {@code _initialize}, that function runs
     * first. {@code _start} never runs.
     */
    VEX("vex"),
    /**
     * A WASI command: {@code _start} runs with the arguments on standard input and writes the
     * result to standard output. An exit code other than 0 is a failure.
     */
    COMMAND("command");

    private final String key;

    Abi(String key) {
        this.key = key;
    }

    /** Returns the name of the interface in descriptors. */
    public String key() {
        return key;
    }

    /** Finds an interface by its name in descriptors. */
    public static Optional<Abi> find(String key) {
        return Arrays.stream(values()).filter(abi -> abi.key.equals(key)).findFirst();
    }
}
