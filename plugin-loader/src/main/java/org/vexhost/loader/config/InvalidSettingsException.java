package org.vexhost.loader.config;

import java.util.List;

/** Thrown if settings are rejected. The message names each key and its problem. */
final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSettingsException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
