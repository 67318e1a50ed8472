package org.vexhost.gateway.caller;

import java.util.Optional;

/**
 * The credentials in a request.
 *
 * @param token the text after {@code Bearer} in {@code Authorization}; empty if there is none
 * @param certificate the subject of a client certificate that the listener verified, in canonical
 *     form; empty if there is none
 * @param address the client's address, for limits and the log; printable
 */
public record Credentials(Optional<String> token, Optional<String> certificate, String address) {

    /** Returns a text without the token. */
    @Override
    public String toString() {
        return "credentials from " + address;
    }
}
