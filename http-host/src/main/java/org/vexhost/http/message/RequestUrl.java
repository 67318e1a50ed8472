package org.vexhost.http.message;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vexhost.api.AddressLiterals;
import org.vexhost.api.MessageText;

/**
 * The URL of a request. A URL that two programs could interpret differently is rejected.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name in lower case, or an address in its canonical form, with brackets for IPv6
 * @param port 1 to 65535
 * @param target the path and the query as they are sent; it begins with {@code /}
 * @param literal the 4 or 16 bytes of the address if the host is an address; empty for a name
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RequestUrl(
        String scheme, String host, int port, String target, Optional<byte[]> literal) {

    /** The maximum length of a URL, in characters: 8 KiB. */
    public static final int MAX_LENGTH = 8192;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MAX_NAME_LENGTH = 253;

    /**
     * Parses a URL.
     *
     * @throws HttpException with INVALID unless the text is an absolute HTTP or HTTPS URL in ASCII,
     *     without user and fragment, and with an unambiguous host
     */
    public static RequestUrl parse(String text) throws HttpException {
        if (text.length() > MAX_LENGTH) {
            throw invalid("is longer than %d characters".formatted(MAX_LENGTH));
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw invalid("holds a space, a control character or one that is not ASCII");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw invalid("is not a URL [%s]".formatted(MessageText.escape(e.getReason(), 100)));
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid("does not begin with http:// or https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid("holds a user name; use a header to authenticate");
        }
        if (uri.getRawFragment() != null) {
            throw invalid("has a fragment, which is never sent; leave it out");
        }
        if (uri.getHost() == null) {
            throw invalid("has no host, or one that is not a host name");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return new RequestUrl(scheme, host, port(uri, scheme), target(uri), literal(host));
    }

    private static Optional<byte[]> literal(String host) throws HttpException {
        if (host.startsWith("[")) {
            return Optional.of(
                    AddressLiterals.parse(host.substring(1, host.length() - 1))
                            .filter(bytes -> bytes.length == 16)
                            .orElseThrow(() -> notCanonical(host)));
        }
        if (AddressLiterals.endsInNumber(host)) {
            return Optional.of(AddressLiterals.parse(host).orElseThrow(() -> notCanonical(host)));
        }
        if (host.length() > MAX_NAME_LENGTH) {
            throw invalid("has a host name of more than %d characters".formatted(MAX_NAME_LENGTH));
        }
        for (String label : host.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw invalid(
                        "has a host that is not labels of letters, digits and '-' with '.'"
                                + " between them [%s]".formatted(MessageText.quote(host)));
            }
        }
        return Optional.empty();
    }

    private static HttpException notCanonical(String host) {
        return invalid(
                "has an address that is not in its canonical form [%s]"
                        .formatted(MessageText.quote(host)));
    }

    private static int port(URI uri, String scheme) throws HttpException {
        String authority = uri.getRawAuthority();
        if (authority.endsWith(":")) {
            throw invalid("has a ':' without a port");
        }
        if (uri.getPort() == -1) {
            return standardPort(scheme);
        }
        if (uri.getPort() < 1 || uri.getPort() > 65535) {
            throw invalid("has a port that is not 1 to 65535 [%d]".formatted(uri.getPort()));
        }
        return uri.getPort();
    }

    private static int standardPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String target(URI uri) {
        String path = uri.getRawPath();
        String whole = path == null || path.isEmpty() ? "/" : path;
        return uri.getRawQuery() == null ? whole : whole + "?" + uri.getRawQuery();
    }

    /**
     * Returns the origin as grants name it: scheme and host, and the port unless it is the scheme's
     * default.
     */
    public String origin() {
        String start = scheme + "://" + host;
        return port == standardPort(scheme) ? start : start + ":" + port;
    }

    /** Returns whether the connection is encrypted. */
    public boolean isSecure() {
        return scheme.equals("https");
    }

    private static HttpException invalid(String what) {
        return new HttpException(HttpError.INVALID, "URL " + what);
    }
}
