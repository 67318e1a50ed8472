package org.vexhost.api.admin;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the numbers of a host in a format that monitoring systems read. An OSGi service of the
 * module that knows the format; absent where an operator leaves that module out. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface MetricsExporter {

    /**
     * Writes all numbers as they are now. Reads counters that exist anyway, and waits for nothing
     * but the stream.
     *
     * @param accept the formats that the reader understands, as in the header {@code Accept} of
     *     HTTP; empty for the default
     * @param out is written in UTF-8, and not closed
     * @return the media type of what was written
     * @throws IOException if the stream cannot be written
     */
    String write(String accept, OutputStream out) throws IOException;
}
