package org.vexhost.console.session;

import java.util.Optional;
import org.vexhost.api.web.WebRequest;

/** The two cookies that the console uses. */
public enum SessionCookie {
    /** The id of a session. */
    SESSION("vexhost-console"),
    /** The token that the sign-in form must send back. There is no session yet at that time. */
    SIGN_IN("vexhost-console-sign-in");

    private static final int MAX_HEADER_LENGTH = 8 << 10;

    private final String text;

    SessionCookie(String text) {
        this.text = text;
    }

    /**
     * Returns the value of the cookie; empty if the browser sends no such cookie or two of them.
     */
    public Optional<String> of(WebRequest request) {
        String header = request.header("Cookie").orElse("");
        if (header.length() > MAX_HEADER_LENGTH) {
            return Optional.empty();
        }
        String found = null;
        for (String each : header.split(";", -1)) {
            String cookie = each.strip();
            if (cookie.startsWith(text + "=")) {
                if (found != null) {
                    return Optional.empty();
                }
                found = cookie.substring(text.length() + 1);
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Returns the header that sets the cookie to the id of a session, until the browser is closed.
     */
    public String header(OperatorSession session, boolean isSecure) {
        return header(session.id(), isSecure);
    }

    /** Returns the header that sets the cookie to a value, until the browser is closed. */
    public String header(String word, boolean isSecure) {
        return text
                + "="
                + word
                + "; Path=/console; HttpOnly; SameSite=Strict"
                + (isSecure ? "; Secure" : "");
    }

    /** Returns the header that removes the cookie. */
    public String removal(boolean isSecure) {
        return header("", isSecure) + "; Max-Age=0";
    }
}
