package org.vexhost.http.exchange;

import java.time.Duration;

/**
 * What requests may use.
 *
 * @param requestsOfCall how many requests one call may begin
 * @param atOnceOfCall how many of a call's requests may be open at once
 * @param atOnceOfTool how many requests of one tool may be open at once
 * @param atOnce how many requests of all tools may be open at once
 * @param requestBytes the largest body of a request, in bytes
 * @param responseBytes the largest body of a response, in bytes
 * @param headerBytes the largest header of a request, and of a response, in bytes
 * @param headerFields the largest number of fields in either
 * @param connect how long a connection may take to be made, its TLS included
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

    /** What holds unless the operator says otherwise. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(20, 8, 16, 256, 1 << 20, 1 << 20, 32 << 10, 100, Duration.ofSeconds(5));
}
