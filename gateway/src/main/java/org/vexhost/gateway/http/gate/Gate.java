package org.vexhost.gateway.http.gate;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.MessageText;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.Recognition;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.settings.HttpSettings;

/**
 * Authenticates the caller of each request, or rejects the request, before any other code handles
 * it. Thread-safe.
 */
public final class Gate {

    /**
     * The path of the document that names the issuers of tokens for this host. Each path below it
     * describes one resource.
     */
    public static final String METADATA_PATH = "/.well-known/oauth-protected-resource";

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final List<String> FORWARDED = List.of("forwarded", "x-forwarded-for", "via");

    /** The methods of all routes, including administration. */
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";

    private final HttpSettings settings;
    private final OriginCheck origins;
    private final CallerDirectory callers;

    /**
     * The caller's access or the response to send. Both are empty if the path does not require a
     * caller.
     */
    public record Decision(Optional<CallerAccess> access, Optional<HttpResponse> answer) {
        private static Decision answered(HttpResponse response) {
            return new Decision(Optional.empty(), Optional.of(response));
        }
    }

    /** Creates a gate. */
    public Gate(HttpSettings settings, CallerDirectory callers) {
        this.settings = settings;
        this.origins = new OriginCheck(settings);
        this.callers = callers;
    }

    /**
     * Decides whether a request may pass.
     *
     * @param isPublic whether the path is open to requests without a caller
     */
    public Decision decide(HttpServletRequest request, boolean isPublic) {
        String host = request.getServerName();
        if (host == null || !origins.isOwnHost(host)) {
            return Decision.answered(
                    ProblemDetails.of(
                            421,
                            "WRONG_HOST",
                            "this is not host %s; allowedHosts may name it"
                                    .formatted(MessageText.quote(String.valueOf(host)))));
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !origins.mayCall(origin)) {
            return Decision.answered(
                    ProblemDetails.of(
                            403,
                            "FOREIGN_ORIGIN",
                            "pages of %s may not call; allowedOrigins may name it"
                                    .formatted(MessageText.quote(origin))));
        }
        if (isPublic) {
            return new Decision(Optional.empty(), Optional.empty());
        }
        if (origin != null && origins.isAllowed(origin) && isPreflight(request)) {
            return Decision.answered(
                    new HttpResponse(
                            204,
                            Map.of(
                                    "Access-Control-Allow-Methods",
                                    METHODS,
                                    "Access-Control-Allow-Headers",
                                    "Authorization, Content-Type, Accept, Last-Event-ID,"
                                            + " Mcp-Session-Id, MCP-Protocol-Version, Mcp-Method,"
                                            + " Mcp-Name",
                                    "Access-Control-Max-Age",
                                    "600"),
                            new byte[0]));
        }
        return recognise(request);
    }

    /** Returns the headers that every response to a page of an allowed origin needs. */
    public Map<String, String> corsHeaders(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && origins.isAllowed(origin)
                ? Map.of(
                        "Access-Control-Allow-Origin",
                        origin,
                        "Access-Control-Expose-Headers",
                        "Mcp-Session-Id, Retry-After, WWW-Authenticate",
                        "Vary",
                        "Origin")
                : Map.of();
    }

    /**
     * Returns the client's address: the address that a trusted proxy names, otherwise the address
     * of the connection.
     */
    public String address(HttpServletRequest request) {
        String peer = String.valueOf(request.getRemoteAddr());
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded == null || !settings.trustedProxies().contains(peer)) {
            return peer;
        }
        // The last entry is from the trusted proxy. Anybody can write the entries before it.
        String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        return last.isEmpty() ? peer : MessageText.escape(last, 64);
    }

    private Decision recognise(HttpServletRequest request) {
        String address = address(request);
        Optional<String> token = token(request);
        Recognition recognition =
                callers.recognise(new Credentials(token, certificate(request), address));
        if (recognition instanceof Recognition.Known known) {
            return new Decision(Optional.of(known.access()), Optional.empty());
        }
        if (recognition instanceof Recognition.TooMany tooMany) {
            return Decision.answered(
                    ProblemDetails.of(429, "TOO_MANY_FAILURES", "too many failed authentications")
                            .with("Retry-After", Long.toString(tooMany.seconds())));
        }
        if (recognition instanceof Recognition.Nothing
                && settings.isAnonymous()
                && isFromHere(request)) {
            return new Decision(Optional.of(AnonymousAccess.INSTANCE), Optional.empty());
        }
        String challenge =
                recognition instanceof Recognition.Nothing
                        ? "Bearer"
                        : "Bearer error=\"invalid_token\"";
        return Decision.answered(
                ProblemDetails.of(401, "NOT_AUTHENTICATED", "a caller's token is needed")
                        .with("WWW-Authenticate", challenge + metadata(request, challenge)));
    }

    private String metadata(HttpServletRequest request, String challenge) {
        if (settings.publicUrl().isEmpty() || callers.issuers().isEmpty()) {
            return "";
        }
        String path = String.valueOf(request.getRequestURI());
        return (challenge.contains("error") ? ", " : " ")
                + "resource_metadata=\""
                + settings.publicUrl().get()
                + METADATA_PATH
                + (path.startsWith("/mcp") ? "/mcp" : "")
                + "\"";
    }

    /** Whether a local process sent the request. False for a client behind a local proxy. */
    private static boolean isFromHere(HttpServletRequest request) {
        for (String header : FORWARDED) {
            if (request.getHeader(header) != null) {
                return false;
            }
        }
        return isHere(request.getRemoteAddr()) && isHere(request.getLocalAddr());
    }

    /**
     * Whether an address is loopback. The usual address is compared first, without a look-up,
     * because this runs for every call.
     */
    private static boolean isHere(@Nullable String address) {
        return "127.0.0.1".equals(address) || HttpSettings.isLoopback(String.valueOf(address));
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod())
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Returns the token. Returns empty text for credentials that are not a bearer token. */
    private static Optional<String> token(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders("Authorization");
        if (values == null || !values.hasMoreElements()) {
            return Optional.empty();
        }
        String value = values.nextElement();
        String scheme = "bearer ";
        boolean isBearer =
                !values.hasMoreElements()
                        && value.length() > scheme.length()
                        && value.substring(0, scheme.length())
                                .toLowerCase(Locale.ROOT)
                                .equals(scheme);
        return Optional.of(isBearer ? value.substring(scheme.length()).strip() : "");
    }

    private static Optional<String> certificate(HttpServletRequest request) {
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain
                && chain.length > 0) {
            return Optional.of(
                    List.of(chain)
                            .get(0)
                            .getSubjectX500Principal()
                            .getName(X500Principal.CANONICAL));
        }
        return Optional.empty();
    }
}
