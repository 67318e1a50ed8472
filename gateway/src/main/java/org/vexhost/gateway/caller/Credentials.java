package org.vexhost.gateway.caller;

import java.util.Optional;

/**
 * What a request shows of who makes it.
 *
 * @param token what follows {@code Bearer} in {@code Authorization}; empty if there is none
 * @param certificate the subject of a client certificate that the listener verified, in canonical
 *     form; empty if there is none
 * @param address where it comes from, for limits and the log; printable
 */
public record Credentials(Optional<String> token, Optional<String> certificate, String address) {

    /** Does not show the token. */
    @Override
    public String toString() {
        return "credentials from " + address;
    }
}
