package org.vexhost.console;

import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.web.TokenCheck;
import org.vexhost.api.web.WebAnswer;
import org.vexhost.api.web.WebRequest;
import org.vexhost.console.form.BadFormException;
import org.vexhost.console.form.SentForm;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.page.SignInPage;
import org.vexhost.console.session.OperatorSession;
import org.vexhost.console.session.RandomWords;
import org.vexhost.console.session.SessionCookie;
import org.vexhost.console.session.SessionStore;

/** Signs operators in and out. */
final class SignIn {

    static final String PATH = "/console/sign-in";
    static final String HOME = "/console/";

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
    private static final Pattern PAGE = Pattern.compile("/console/[a-z0-9_/-]{0,150}");
    private static final int MAX_TOKEN_LENGTH = 16 << 10;

    private final HostServices host;
    private final SessionStore sessions;

    SignIn(HostServices host, SessionStore sessions) {
        this.host = host;
        this.sessions = sessions;
    }

    /** Returns the sign-in page. It has a new token, which its form sends back. */
    WebAnswer page(WebRequest request) {
        return page(200, request, next(request.parameter("next")), Optional.empty());
    }

    /** Signs an operator in. If that fails, returns the sign-in page with the problem. */
    WebAnswer enter(WebRequest request) {
        try {
            SentForm form = SentForm.of(request);
            String next = next(form.value("next"));
            Optional<String> word = SessionCookie.SIGN_IN.of(request);
            if (word.isEmpty()
                    || word.get().isEmpty()
                    || !RandomWords.isSame(word.get(), form.required(FormWriter.TOKEN))) {
                return page(403, request, next, Optional.of("The page was too old. Try again."));
            }
            return enter(request, form.required("token").strip(), next);
        } catch (BadFormException e) {
            return page(400, request, HOME, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private WebAnswer enter(WebRequest request, String token, String next) {
        Optional<TokenCheck> check = host.tokens();
        if (check.isEmpty()) {
            return page(503, request, next, Optional.of("The host is starting or stopping."));
        }
        String limited = token.length() > MAX_TOKEN_LENGTH ? "" : token;
        TokenCheck.Outcome outcome = check.get().check(limited, request.address());
        if (outcome instanceof TokenCheck.Throttled throttled) {
            return page(429, request, next, Optional.of("Too many tries. Wait a minute."))
                    .with("Retry-After", Long.toString(throttled.seconds()));
        }
        if (!(outcome instanceof TokenCheck.Known known) || !known.caller().has(Role.OPERATOR)) {
            return page(403, request, next, Optional.of("This is not the token of an operator."));
        }
        Optional<OperatorSession> begun = sessions.begin(known.caller());
        if (begun.isEmpty()) {
            return page(503, request, next, Optional.of("Too many operators are signed in."));
        }
        SessionCookie.SESSION.of(request).ifPresent(sessions::end);
        LOG.info(
                "{} signed in to the console [address {}]",
                known.caller().caller(),
                request.address());
        return WebAnswers.redirect(next)
                .with("Set-Cookie", SessionCookie.SESSION.header(begun.get(), request.isSecure()));
    }

    /** Signs an operator out, and ends the session. */
    WebAnswer leave(WebRequest request, OperatorSession session) {
        sessions.end(session.id());
        LOG.info("{} signed out of the console", session.operator());
        return WebAnswers.redirect(PATH)
                .with("Set-Cookie", SessionCookie.SESSION.removal(request.isSecure()));
    }

    private static WebAnswer page(
            int status, WebRequest request, String next, Optional<String> problem) {
        String word = RandomWords.make();
        return WebAnswers.page(status, SignInPage.bytes(word, next, problem))
                .with("Set-Cookie", SessionCookie.SIGN_IN.header(word, request.isSecure()));
    }

    /**
     * Returns the path to open after signing in. It is always a page of the console, even if an
     * attacker made the link.
     */
    static String next(Optional<String> wanted) {
        return wanted.filter(path -> PAGE.matcher(path).matches())
                .filter(path -> !path.contains("//") && !path.startsWith(PATH))
                .orElse(HOME);
    }
}
