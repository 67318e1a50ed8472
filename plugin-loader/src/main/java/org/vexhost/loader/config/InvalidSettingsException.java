package org.vexhost.loader.config;

import java.util.List;

/** Settings that are refused; the message names each key and why. */
final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSettingsException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
