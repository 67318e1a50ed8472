package org.vexhost.loader.descriptor;

import java.util.Arrays;
import java.util.Optional;

/** The binary interface that a module has, as descriptors name it. */
public enum AbiName {
    /** Exports {@code vex_allocate} and {@code vex_execute}. */
    VEX("vex"),
    /** A WASI command: JSON on standard input and output. */
    COMMAND("command");

    private final String key;

    AbiName(String key) {
        this.key = key;
    }

    /** As descriptors write it. */
    public String key() {
        return key;
    }

    static Optional<AbiName> find(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }
}
