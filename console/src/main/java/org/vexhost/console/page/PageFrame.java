package org.vexhost.console.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.web.WebRequest;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.StaticFiles;
import org.vexhost.console.session.OperatorSession;

/** The frame of every page: head, menu and messages. */
public final class PageFrame {

    /** The entries of the menu in order, each with path and title. */
    private static final List<Map.Entry<String, String>> SECTIONS =
            List.of(
                    Map.entry("/console/", "Overview"),
                    Map.entry("/console/tools", "Tools"),
                    Map.entry("/console/approvals", "Approvals"),
                    Map.entry("/console/grants", "Grants"),
                    Map.entry("/console/deployments", "Deployments"),
                    Map.entry("/console/callers", "Callers"),
                    Map.entry("/console/log", "Log"),
                    Map.entry("/console/deploy", "Deploy"));

    private static final String HTMX_SETTINGS =
            "{\"includeIndicatorStyles\":false,\"allowEval\":false,\"allowScriptTags\":false,"
                    + "\"selfRequestsOnly\":true,\"historyEnabled\":false}";

    private PageFrame() {}

    /**
     * Begins a page for a signed-in operator.
     *
     * @param path the path of the page, which the menu marks
     */
    public static HtmlWriter begin(
            String title, String path, OperatorSession session, WebRequest request) {
        HtmlWriter out = head(title);
        out.open("header").open("nav").set("aria-label", "Console").open("ul");
        for (Map.Entry<String, String> each : SECTIONS) {
            boolean isHere =
                    path.equals(each.getKey())
                            || (each.getKey().length() > "/console/".length()
                                    && path.startsWith(each.getKey() + "/"));
            out.open("li")
                    .open("a")
                    .set("href", each.getKey())
                    .setIf(isHere, "aria-current", "page")
                    .text(each.getValue())
                    .close("a")
                    .close("li");
        }
        out.close("ul").close("nav");
        FormWriter.begin(out, "/console/sign-out", session.formToken())
                .open("span")
                .set("class", "who")
                .text(session.operator().name())
                .close("span");
        FormWriter.button(out, "Sign out").close("form").close("header");
        main(out, title);
        if (isSeen(request)) {
            session.takeNotice()
                    .ifPresent(notice -> PageFrame.notice(out, notice.isProblem(), notice.text()));
        }
        return out;
    }

    /**
     * Returns whether a person sees the whole page. A message is removed from the session when it
     * is shown. Other requests must not remove it, such as an automatic refresh in another tab, or
     * an image on another site that has this page's address.
     */
    private static boolean isSeen(WebRequest request) {
        return request.header("HX-Request").isEmpty()
                && request.header("Sec-Fetch-Dest").orElse("document").equals("document");
    }

    /** Begins a page for a visitor who is not signed in. */
    public static HtmlWriter begin(String title) {
        HtmlWriter out = head(title);
        main(out, title);
        return out;
    }

    /** Ends a page, and returns its bytes. */
    public static byte[] end(HtmlWriter out) {
        return out.close("main").close("body").close("html").toBytes();
    }

    /** Writes a message about an action of the operator or a problem. */
    public static void notice(HtmlWriter out, boolean isProblem, String text) {
        out.open("p")
                .set("role", isProblem ? "alert" : "status")
                .set("class", isProblem ? "notice problem" : "notice")
                .text(text)
                .close("p");
    }

    /**
     * Begins the part of a page that refreshes itself, if the browser runs scripts. The caller ends
     * it with {@code close("div")}.
     */
    public static void beginLive(HtmlWriter out, PageContext context, String query) {
        String path = context.request().path();
        out.open("p").set("class", "refresh");
        if (context.isLive()) {
            out.text("Refreshes itself every 2 s. ").link(path + "?live=off" + query, "Stop");
        } else {
            out.text("Does not refresh itself. ")
                    .link(path + (query.isEmpty() ? "" : "?" + query.substring(1)), "Start");
        }
        out.close("p").open("div").set("id", "live");
        if (context.isLive()) {
            out.set("hx-get", path + (query.isEmpty() ? "" : "?" + query.substring(1)))
                    .set("hx-trigger", "every 2s")
                    .set("hx-select", "#live")
                    .set("hx-swap", "outerHTML");
        }
    }

    /** Returns a service. If the service is absent, writes a message. */
    public static <T> Optional<T> require(HtmlWriter out, Optional<T> service, String what) {
        if (service.isEmpty()) {
            notice(out, true, what + " are not available now: the host is starting or stopping.");
        }
        return service;
    }

    private static HtmlWriter head(String title) {
        HtmlWriter out = new HtmlWriter();
        out.open("html").set("lang", "en").open("head");
        meta(out, "viewport", "width=device-width, initial-scale=1");
        meta(out, "color-scheme", "light dark");
        meta(out, "htmx-config", HTMX_SETTINGS);
        out.element("title", title + " · Vexhost");
        out.open("link")
                .set("rel", "stylesheet")
                .set("href", StaticFiles.href("console.css"))
                .close("link");
        out.open("link")
                .set("rel", "icon")
                .set("type", "image/svg+xml")
                .set("href", StaticFiles.href("icon.svg"))
                .close("link");
        for (String script : List.of("htmx.js", "console.js")) {
            out.open("script").set("src", StaticFiles.href(script)).set("defer", "");
            out.close("script");
        }
        out.close("head").open("body");
        out.open("a").set("class", "skip").set("href", "#main").text("Skip to content").close("a");
        return out;
    }

    private static void meta(HtmlWriter out, String name, String content) {
        out.open("meta").set("name", name).set("content", content).close("meta");
    }

    private static void main(HtmlWriter out, String title) {
        out.open("main").set("id", "main").set("tabindex", "-1").element("h1", title);
    }
}
