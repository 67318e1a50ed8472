package org.vexhost.api.admin;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the measurements of a host in a format that monitoring systems read. The module that
 * implements the format registers this interface as an OSGi service. The service is absent if an
 * operator leaves that module out. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface MetricsExporter {

    /**
     * Writes the current value of every measurement. This method only reads existing counters, and
     * waits only for the stream.
     *
     * @param accept the formats that the reader accepts, as in the HTTP header {@code Accept};
     *     empty for the default
     * @param out the stream for the output in UTF-8; not closed
     * @return the media type of the output
     * @throws IOException if the stream cannot be written
     */
    String write(String accept, OutputStream out) throws IOException;
}
