package org.vexhost.console.page;

import java.util.Optional;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;

/** The page on which operators sign in. */
public final class SignInPage {

    private SignInPage() {}

    /**
     * Returns the page.
     *
     * @param token the token that the form sends back
     * @param next the path to open after signing in
     */
    public static byte[] bytes(String token, String next, Optional<String> problem) {
        HtmlWriter out = PageFrame.begin("Sign in");
        problem.ifPresent(text -> PageFrame.notice(out, true, text));
        FormWriter.begin(out, "/console/sign-in", token);
        FormWriter.hidden(out, "next", next);
        out.open("p")
                .open("label")
                .set("for", "token")
                .text("Token of a caller with the role operator")
                .close("label")
                .open("input")
                .set("id", "token")
                .set("name", "token")
                .set("type", "password")
                .set("autocomplete", "current-password")
                .set("required", "")
                .set("autofocus", "")
                .close("input")
                .close("p");
        FormWriter.button(out, "Sign in").close("form");
        out.styled(
                "p",
                "hint",
                "vex:caller add NAME --role operator in the shell makes such a token, and shows it"
                        + " once.");
        return PageFrame.end(out);
    }
}
