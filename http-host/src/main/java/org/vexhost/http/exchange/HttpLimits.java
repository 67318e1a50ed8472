package org.vexhost.http.exchange;

import java.time.Duration;

/**
 * The limits of requests.
 *
 * @param requestsOfCall the maximum number of requests of one call
 * @param atOnceOfCall the maximum number of open requests of one call
 * @param atOnceOfTool the maximum number of open requests of one tool
 * @param atOnce the maximum number of open requests of all tools
 * @param requestBytes the maximum size of a request body, in bytes
 * @param responseBytes the maximum size of a response body, in bytes
 * @param headerBytes the maximum size of the header of a request or a response, in bytes
 * @param headerFields the maximum number of fields in such a header
 * @param connect the time limit for establishing a connection, including TLS
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

    /** The default limits. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(20, 8, 16, 256, 1 << 20, 1 << 20, 32 << 10, 100, Duration.ofSeconds(5));
}
