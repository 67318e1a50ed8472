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
 * @param connect how long a connection may take to be made, its TLS included
 */
public record HttpLimits(
        int requestsOfCall,
        int atOnceOfCall,
        int atOnceOfTool,
        int atOnce,
        int requestBytes,
        int responseBytes,
        Duration connect) {

    /** The largest size of the header of a response, in bytes: 32 KiB. */
    public static final int RESPONSE_HEADER_BYTES = 32 << 10;

    /** The largest number of fields in the header of a response: 100. */
    public static final int RESPONSE_HEADER_FIELDS = 100;

    /** What holds unless the operator says otherwise. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(20, 8, 16, 256, 1 << 20, 1 << 20, Duration.ofSeconds(5));
}
