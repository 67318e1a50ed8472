package org.vexhost.console;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.web.WebAnswer;
import org.vexhost.api.web.WebPages;
import org.vexhost.api.web.WebRequest;
import org.vexhost.console.change.CallerChanges;
import org.vexhost.console.change.ChangeRequest;
import org.vexhost.console.change.DeployChange;
import org.vexhost.console.change.OperatorChange;
import org.vexhost.console.change.ToolChanges;
import org.vexhost.console.form.BadFormException;
import org.vexhost.console.form.SentForm;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.host.LoadHistory;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.StaticFiles;
import org.vexhost.console.page.ApprovalsPage;
import org.vexhost.console.page.CallersPage;
import org.vexhost.console.page.DeployPage;
import org.vexhost.console.page.DeploymentsPage;
import org.vexhost.console.page.GrantsPage;
import org.vexhost.console.page.LogPage;
import org.vexhost.console.page.NoSuchPageException;
import org.vexhost.console.page.OverviewPage;
import org.vexhost.console.page.Page;
import org.vexhost.console.page.PageContext;
import org.vexhost.console.page.PageFrame;
import org.vexhost.console.page.ToolPage;
import org.vexhost.console.page.ToolsPage;
import org.vexhost.console.session.OperatorSession;
import org.vexhost.console.session.RandomWords;
import org.vexhost.console.session.SessionCookie;
import org.vexhost.console.session.SessionStore;

/**
 * The entry point of the console's requests. It finds the session of a request, checks the token of
 * a form, and chooses the page or the change.
 */
final class ConsolePages implements WebPages {

    private static final Logger LOG = LoggerFactory.getLogger(ConsolePages.class);
    private static final String ROOT = "/console";
    private static final String TRY = "/console/try/";
    private static final String DEPLOY = "/console/deploy";
    private static final long MAX_FORM_BYTES = 256 << 10;

    /**
     * The maximum size of a form with arguments. URL encoding can make arguments three times as
     * large.
     */
    private static final long MAX_ARGUMENT_BYTES = 3 << 20;

    /**
     * The maximum size of an upload: a module of 64 MiB, and 1 MiB for its descriptor and the
     * boundaries.
     */
    private static final long MAX_UPLOAD_BYTES = (64L << 20) + (1 << 20);

    private static final Map<String, Page> PAGES =
            Map.of(
                    "/console/",
                    new OverviewPage(),
                    "/console/tools",
                    new ToolsPage(),
                    "/console/approvals",
                    new ApprovalsPage(),
                    "/console/grants",
                    new GrantsPage(),
                    "/console/deployments",
                    new DeploymentsPage(),
                    "/console/callers",
                    new CallersPage(),
                    "/console/log",
                    new LogPage(),
                    DEPLOY,
                    new DeployPage());

    private static final Page TOOL = new ToolPage();
    private static final String TOOL_PATH = "/console/tools/";

    private static final Map<String, OperatorChange> CHANGES =
            Map.of(
                    "tools", new ToolChanges(),
                    "callers", new CallerChanges(),
                    "deploy", new DeployChange());

    private final HostServices host;
    private final LoadHistory history;
    private final SessionStore sessions;
    private final SignIn signIn;
    private final TryRoute tries;

    ConsolePages(HostServices host, LoadHistory history, InstantSource clock) {
        this.host = host;
        this.history = history;
        sessions = new SessionStore(clock);
        signIn = new SignIn(host, sessions);
        tries = new TryRoute(host);
    }

    @Override
    public Map<String, Long> paths() {
        return Map.of(
                ROOT,
                0L,
                ROOT + "/",
                MAX_FORM_BYTES,
                TRY,
                MAX_ARGUMENT_BYTES,
                DEPLOY,
                MAX_UPLOAD_BYTES);
    }

    @Override
    public Optional<WebAnswer> answerWithoutBody(WebRequest request) {
        if (request.isPost() && isFromElsewhere(request)) {
            return Optional.of(WebAnswers.text(403, "a page of another site may not do this"));
        }
        if (request.path().startsWith(StaticFiles.PATH)) {
            return Optional.of(
                    StaticFiles.answer(request.path())
                            .orElseGet(() -> WebAnswers.text(404, "nothing is here")));
        }
        if (request.path().equals(SignIn.PATH) || session(request).isPresent()) {
            return Optional.empty();
        }
        String next =
                SignIn.PATH
                        + (request.isPost()
                                ? ""
                                : "?next=" + SignIn.next(Optional.of(request.path())));
        return Optional.of(
                isRefresh(request)
                        ? WebAnswers.text(200, "").with("HX-Redirect", next)
                        : WebAnswers.redirect(next));
    }

    /**
     * Returns whether a request comes from another site, according to a header that browsers send.
     * If the header is missing, only the form's token protects against such requests.
     */
    private static boolean isFromElsewhere(WebRequest request) {
        String site = request.header("Sec-Fetch-Site").orElse("same-origin");
        return !site.equals("same-origin");
    }

    /** Returns whether the request is an automatic refresh of a page, which no person triggered. */
    private static boolean isRefresh(WebRequest request) {
        return request.header("HX-Request").isPresent();
    }

    private Optional<OperatorSession> session(WebRequest request) {
        return SessionCookie.SESSION
                .of(request)
                .flatMap(id -> sessions.find(id, !isRefresh(request)));
    }

    @Override
    public WebAnswer answer(WebRequest request) throws InterruptedException {
        if (request.path().equals(SignIn.PATH)) {
            return request.isPost() ? signIn.enter(request) : signIn.page(request);
        }
        Optional<OperatorSession> session = session(request);
        if (session.isEmpty()) {
            return WebAnswers.redirect(SignIn.PATH);
        }
        try {
            return request.isPost() ? change(request, session.get()) : page(request, session.get());
        } catch (RuntimeException e) {
            LOG.error("the console failed at {}", request.path(), e);
            return problem(500, request, session.get(), "The host failed; its log says why.");
        }
    }

    private WebAnswer page(WebRequest request, OperatorSession session) {
        if (request.path().equals(ROOT)) {
            return WebAnswers.redirect(SignIn.HOME);
        }
        boolean isTool = request.path().startsWith(TOOL_PATH);
        Page page = isTool ? TOOL : PAGES.get(request.path());
        if (page == null) {
            return problem(404, request, session, "Nothing is here.");
        }
        PageContext context =
                new PageContext(
                        host,
                        history,
                        session,
                        request,
                        isTool ? request.path().substring(TOOL_PATH.length()) : "",
                        Optional.empty());
        try {
            HtmlWriter out = PageFrame.begin(page.title(context), request.path(), session, request);
            page.write(out, context);
            return WebAnswers.page(200, PageFrame.end(out));
        } catch (NoSuchPageException e) {
            return problem(404, request, session, "There is no such tool.");
        }
    }

    private WebAnswer change(WebRequest request, OperatorSession session)
            throws InterruptedException {
        SentForm form;
        try {
            form = SentForm.of(request);
            if (!RandomWords.isSame(session.formToken(), form.required(FormWriter.TOKEN))) {
                return problem(403, request, session, "The form is not of this session.");
            }
        } catch (BadFormException e) {
            return problem(400, request, session, String.valueOf(e.getMessage()));
        }
        if (request.path().equals("/console/sign-out")) {
            return signIn.leave(request, session);
        }
        if (request.path().startsWith(TRY)) {
            PageContext context =
                    new PageContext(
                            host,
                            history,
                            session,
                            request,
                            request.path().substring(TRY.length()),
                            Optional.of(form));
            return tries.answer(context, form);
        }
        List<String> words =
                Arrays.asList(request.path().substring(SignIn.HOME.length()).split("/", -1));
        OperatorChange change = CHANGES.get(words.get(0));
        if (change == null) {
            return problem(404, request, session, "Nothing is here.");
        }
        try {
            OperatorChange.Done done =
                    change.make(
                            new ChangeRequest(host, session, words.subList(1, words.size()), form));
            session.tell(false, done.text());
            return WebAnswers.redirect(done.next());
        } catch (AdministrationException e) {
            return problem(status(e), request, session, String.valueOf(e.getMessage()));
        } catch (BadFormException e) {
            return problem(400, request, session, String.valueOf(e.getMessage()));
        }
    }

    private static int status(AdministrationException e) {
        return switch (e.reason()) {
            case NOT_FOUND -> 404;
            case INVALID -> 400;
            case CONFLICT -> 409;
            case NOT_WRITTEN, FAILED -> 500;
        };
    }

    private static WebAnswer problem(
            int status, WebRequest request, OperatorSession session, String text) {
        HtmlWriter out = PageFrame.begin("Not done", request.path(), session, request);
        PageFrame.notice(out, true, text);
        out.open("p").link(SignIn.HOME, "Overview").close("p");
        return WebAnswers.page(status, PageFrame.end(out));
    }
}
