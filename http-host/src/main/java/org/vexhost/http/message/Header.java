package org.vexhost.http.message;

/**
 * A header field of a request.
 *
 * @param name a token (RFC 9110, 5.6.2), as the guest wrote it
 * @param value visible ASCII characters; spaces and tabs only between them
 */
public record Header(String name, String value) {
    /** Returns the name of the field without its value, which may be a secret. */
    @Override
    public String toString() {
        return "Header[%s]".formatted(name);
    }
}
