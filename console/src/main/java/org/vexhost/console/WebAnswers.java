package org.vexhost.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.vexhost.api.web.WebAnswer;

/** The answers of the console, and the headers that all of its pages have. */
final class WebAnswers {

    /** Nothing from elsewhere, and no script or style in the page itself. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
                    + " base-uri 'none'";

    private WebAnswers() {}

    /** A page. */
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

    /** That another page is to be read. */
    static WebAnswer redirect(String path) {
        return new WebAnswer(303, Map.of("Location", path), new byte[0]);
    }

    /** A few words without a page. */
    static WebAnswer text(int status, String words) {
        return new WebAnswer(
                status,
                Map.of("Content-Type", "text/plain;charset=utf-8"),
                words.getBytes(StandardCharsets.UTF_8));
    }
}
