package org.vexhost.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.vexhost.api.web.WebAnswer;

/** Creates the responses of the console, with the headers of all its pages. */
final class WebAnswers {

    /**
     * The content security policy: no content from other origins, and no inline scripts or styles.
     */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
                    + " base-uri 'none'";

    private WebAnswers() {}

    /** Returns a page. */
    static WebAnswer page(int status, byte[] html) {
        return new WebAnswer(
                status,
                Map.of(
                        "Content-Type", "text/html;charset=utf-8",
                        "Content-Security-Policy", POLICY,
                        "Referrer-Policy", "same-origin",
                        "Cross-Origin-Opener-Policy", "same-origin",
                        "Cross-Origin-Resource-Policy", "same-origin",
                        "X-Frame-Options", "DENY"),
                html);
    }

    /** Returns a redirect to another page. */
    static WebAnswer redirect(String path) {
        return new WebAnswer(303, Map.of("Location", path), new byte[0]);
    }

    /** Returns a response of plain text, without a page. */
    static WebAnswer text(int status, String words) {
        return new WebAnswer(
                status,
                Map.of("Content-Type", "text/plain;charset=utf-8"),
                words.getBytes(StandardCharsets.UTF_8));
    }
}
