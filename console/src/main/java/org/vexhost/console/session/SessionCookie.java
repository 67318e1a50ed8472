package org.vexhost.console.session;

import java.util.Optional;
import org.vexhost.api.web.WebRequest;

/** The two cookies of the console. */
public enum SessionCookie {
    /** Names a session. */
    SESSION("vexhost-console"),
    /** What the form for signing in has to send back, before there is a session. */
    SIGN_IN("vexhost-console-sign-in");

    private static final int MAX_HEADER_LENGTH = 8 << 10;

    private final String text;

    SessionCookie(String text) {
        this.text = text;
    }

    /** Its value; empty if the browser sends none, or two. */
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

    /** The header that sets it, until the browser is closed. */
    public String header(OperatorSession session, boolean isSecure) {
        return header(session.id(), isSecure);
    }

    /** The header that sets it to a word. */
    public String header(String word, boolean isSecure) {
        return text
                + "="
                + word
                + "; Path=/console; HttpOnly; SameSite=Strict"
                + (isSecure ? "; Secure" : "");
    }

    /** The header that removes it. */
    public String removal(boolean isSecure) {
        return header("", isSecure) + "; Max-Age=0";
    }
}
