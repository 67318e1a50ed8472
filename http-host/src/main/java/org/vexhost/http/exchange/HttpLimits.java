package org.vexhost.http.exchange;

import java.time.Duration;

/**
 * The limits of requests.
 *
 * @param requestsOfCall the most requests of one call
 * @param atOnceOfCall the most open requests of one call
 * @param atOnceOfTool the most open requests of one tool
 * @param atOnce the most open requests of all tools
 * @param requestBytes the largest request body, in bytes
 * @param responseBytes the largest response body, in bytes
 * @param headerBytes the largest header of a request, and of a response, in bytes
 * @param headerFields the most fields in either header
 * @param connect the time limit for a connection, including TLS
 */
public record HttpLimits(
        int requestsOfCall,
        int atOnceOfCall,
        int atOnceOfTool,
        int atOnce,
        int requestBytes,
        int responseBytes,
        int headerBytes,
        int headerFields,
        Duration connect) {

    /** The defaults. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(20, 8, 16, 256, 1 << 20, 1 << 20, 32 << 10, 100, Duration.ofSeconds(5));
}
