package org.vexhost.console;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.web.SignedInCaller;
import org.vexhost.api.web.TokenCheck;
import org.vexhost.api.web.WebAnswer;
import org.vexhost.api.web.WebRequest;
import org.vexhost.console.host.HostServices;
import org.vexhost.console.host.LoadHistory;

/**
 * A host whose operator {@code root} has the token {@code secret}, and a browser in front of it.
 */
final class ConsoleHost implements HostServices {

    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    static final String FORM = "application/x-www-form-urlencoded";

    final FakeAdministration tools = new FakeAdministration();
    Optional<CallerAdministration> callers = Optional.empty();
    final Set<Role> roles = EnumSet.of(Role.OPERATOR);
    final Map<String, String> cookies = new TreeMap<>();
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Instant now = Instant.parse("2026-11-27T10:00:00Z");
    boolean isEnded;
    boolean isThrottled;
    boolean isSecure;
    String called = "";
    List<HealthFinding> findings = List.of(HealthFinding.warning("disk", "<i>full</i>"));
    private final ConsolePages pages = new ConsolePages(this, new LoadHistory(), () -> now);

    WebAnswer get(String path) {
        return send("GET", path, new byte[0]);
    }

    /** Sends a form with the token of the page that was read last. */
    WebAnswer post(String path, String form) {
        return post(path, form, FORM);
    }

    WebAnswer post(String path, String body, String type) {
        headers.put("Content-Type", type);
        try {
            return send("POST", path, body.getBytes(StandardCharsets.UTF_8));
        } finally {
            headers.remove("Content-Type");
        }
    }

    /** Signs in, and returns the token that forms send back. */
    String signIn() {
        String word = csrf(get("/console/sign-in"));
        WebAnswer answer = post("/console/sign-in", "csrf=" + word + "&token=secret");
        if (answer.status() != 303) {
            throw new AssertionError("not signed in: " + text(answer));
        }
        return csrf(get("/console/tools"));
    }

    static String csrf(WebAnswer answer) {
        Matcher matcher = TOKEN.matcher(text(answer));
        if (!matcher.find()) {
            throw new AssertionError("page has no form: " + text(answer));
        }
        return matcher.group(1);
    }

    static String text(WebAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private WebAnswer send(String method, String target, byte[] body) {
        int query = target.indexOf('?');
        Map<String, String> parameters = new TreeMap<>();
        if (query >= 0) {
            for (String each : target.substring(query + 1).split("&", -1)) {
                parameters.put(each.replaceAll("=.*", ""), each.replaceAll("^[^=]*=", ""));
            }
        }
        String path = query < 0 ? target : target.substring(0, query);
        Sent request = new Sent(method, path, parameters, body);
        try {
            Optional<WebAnswer> early = pages.answerWithoutBody(request);
            WebAnswer answer = early.isPresent() ? early.get() : pages.answer(request);
            String cookie = answer.headers().get("Set-Cookie");
            if (cookie != null) {
                int equals = cookie.indexOf('=');
                cookies.put(
                        cookie.substring(0, equals),
                        cookie.substring(equals + 1, cookie.indexOf(';')));
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Sent implements WebRequest {
        private final String method;
        private final String path;
        private final Map<String, String> parameters;
        private final byte[] body;

        private Sent(String method, String path, Map<String, String> parameters, byte[] body) {
            this.method = method;
            this.path = path;
            this.parameters = parameters;
            this.body = body;
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(parameters.get(name));
        }

        @Override
        public Optional<String> header(String name) {
            if (name.equals("Cookie")) {
                StringBuilder all = new StringBuilder("other=1");
                cookies.forEach(
                        (key, value) -> all.append("; ").append(key).append('=').append(value));
                return Optional.of(all.toString());
            }
            return Optional.ofNullable(headers.get(name));
        }

        @Override
        public byte[] body() {
            return body;
        }

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public boolean isSecure() {
            return isSecure;
        }
    }

    private final class Operator implements SignedInCaller {
        @Override
        public Caller caller() {
            return Caller.of(Caller.Kind.CLIENT, "root");
        }

        @Override
        public boolean has(Role role) {
            return !isEnded && roles.contains(role);
        }

        @Override
        public boolean maySee(String tool) {
            return !isEnded && !tool.equals("hidden");
        }

        @Override
        public boolean isEnded() {
            return isEnded;
        }
    }

    @Override
    public Optional<TokenCheck> tokens() {
        return Optional.of(
                (token, address) -> {
                    if (isThrottled) {
                        return new TokenCheck.Throttled(42);
                    }
                    return token.equals("secret")
                            ? new TokenCheck.Known(new Operator())
                            : new TokenCheck.Unknown();
                });
    }

    @Override
    public Optional<ToolAdministration> tools() {
        return Optional.of(tools);
    }

    @Override
    public Optional<ToolExecutor> executor() {
        return Optional.of(
                new ToolExecutor() {
                    @Override
                    public ToolResult execute(String tool, ToolCall call) {
                        called = tool + " " + call.arguments() + " by " + call.caller();
                        return ToolResult.builder(call.arguments(), tool, "1.0").build();
                    }

                    @Override
                    public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
                        return CompletableFuture.completedFuture(execute(tool, call));
                    }

                    @Override
                    public List<ToolDefinition> list() {
                        return List.of();
                    }
                });
    }

    @Override
    public Optional<CallerAdministration> callers() {
        return callers;
    }

    @Override
    public Optional<LogTail> log() {
        return Optional.empty();
    }

    @Override
    public List<HealthFinding> findings() {
        return findings;
    }
}
