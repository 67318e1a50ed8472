package org.vexhost.http.secret;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.http.message.Header;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.http.redact.Redaction;

/**
 * The secrets of one request: those that the request contains, and all others that its origin may
 * know and return. Never discloses a value.
 */
public final class RequestSecrets {

    /** The secrets of a request to an origin that has none. */
    public static final RequestSecrets NONE = new RequestSecrets(null, Set.of(), List.of());

    /** The maximum total size of the values for which one response is searched, in bytes. */
    private static final int MAX_GUARDED_BYTES = 16 << 10;

    private final @Nullable CallSecrets call;
    private final Set<Use> uses;
    private final List<String> names;

    /**
     * The use of a secret in a header field.
     *
     * @param name the name of the secret
     * @param origin the origin of the request
     * @param header the header field as the guest wrote it
     */
    record Use(String name, String origin, String header) {

        boolean isGranted(Grants grants) {
            return grants.secrets().stream()
                    .anyMatch(
                            each ->
                                    each.name().equals(name)
                                            && each.coversOrigin(origin)
                                            && each.coversHeader(header));
        }

        /** Returns the use in the form of {@code vex:grant}. */
        @Override
        public String toString() {
            return "%s --origin %s --header %s"
                    .formatted(name, origin, header.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * A request with secrets, and the redaction of its response.
     *
     * @param request the request, with secrets in place of placeholders
     * @param redaction masks secrets in the response
     */
    public record Filled(OutboundRequest request, Redaction redaction) {

        /** Returns a text without the contents, because the request contains secrets. */
        @Override
        public String toString() {
            return "Filled";
        }
    }

    RequestSecrets(@Nullable CallSecrets call, Set<Use> uses, List<String> names) {
        this.call = call;
        this.uses = uses;
        this.names = names;
    }

    /** Returns whether the response is searched for secrets. */
    public boolean isGuarded() {
        return call != null;
    }

    /** Returns whether all secrets in the request are still granted. */
    public boolean isGranted() {
        CallSecrets of = call;
        return of == null
                || uses.isEmpty()
                || uses.stream().allMatch(each -> each.isGranted(of.context().grants()));
    }

    /**
     * Replaces the placeholders by the current values of the secrets. This must be the last step,
     * after all other checks.
     *
     * @param request the request with placeholders
     * @param wait the maximum time to wait for each secret
     * @param maxHeaderBytes the maximum size of the header including the secrets, in bytes
     * @throws HttpException with SECRET if a secret does not exist, is unusable, or is no longer
     *     granted
     */
    public Filled fill(OutboundRequest request, Duration wait, int maxHeaderBytes)
            throws HttpException, InterruptedException {
        CallSecrets of = call;
        if (of == null) {
            return new Filled(request, Redaction.NONE);
        }
        if (!isGranted()) {
            throw CallSecrets.refused("grant of a secret was revoked");
        }
        Map<String, byte[]> values = new HashMap<>();
        for (String name : names) {
            Optional<byte[]> value = of.secrets().read(name, wait);
            if (value.isPresent()) {
                values.put(name, value.get());
            } else if (uses.stream().anyMatch(each -> each.name().equals(name))) {
                throw CallSecrets.refused("secret %s is not there".formatted(name));
            }
        }
        of.used().add(values.values());
        List<byte[]> guarded = of.used().all();
        if (guarded.stream().mapToInt(each -> each.length).sum() > MAX_GUARDED_BYTES) {
            throw CallSecrets.refused(
                    "secrets of the origin exceed %d bytes".formatted(MAX_GUARDED_BYTES));
        }
        return new Filled(filled(of, request, values, maxHeaderBytes), Redaction.of(guarded));
    }

    private OutboundRequest filled(
            CallSecrets of, OutboundRequest request, Map<String, byte[]> values, int maxHeaderBytes)
            throws HttpException {
        Map<String, String> byPlaceholder = new HashMap<>();
        for (Grant.Secret each : of.context().grants().secrets()) {
            byte[] value = values.get(each.name());
            if (value != null) {
                byPlaceholder.put(
                        of.context().placeholder(each.name()),
                        new String(value, StandardCharsets.US_ASCII));
            }
        }
        List<Header> headers = new ArrayList<>();
        int size = 0;
        boolean identity = false;
        for (Header header : request.headers()) {
            String value = replace(header.value(), byPlaceholder);
            headers.add(new Header(header.name(), value));
            size += header.name().length() + value.length() + 3;
            identity |= header.name().equalsIgnoreCase("accept-encoding");
        }
        if (size > maxHeaderBytes) {
            throw CallSecrets.refused(
                    "header exceeds %d bytes with its secrets".formatted(maxHeaderBytes));
        }
        if (!identity) {
            headers.add(new Header("Accept-Encoding", "identity"));
        }
        return new OutboundRequest(request.method(), request.url(), headers, request.body());
    }

    private static String replace(String text, Map<String, String> byPlaceholder)
            throws HttpException {
        StringBuilder filled = new StringBuilder();
        Matcher found = Placeholder.in(text);
        while (found.find()) {
            String value = byPlaceholder.get(found.group());
            if (value == null) {
                throw CallSecrets.refused("grant of a secret was revoked");
            }
            found.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return found.appendTail(filled).toString();
    }
}
