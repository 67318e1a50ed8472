package org.vexhost.http.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.http.message.Header;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.message.OutboundRequest;
import org.vexhost.sandbox.spi.CallContext;
import org.vexhost.sandbox.spi.Denial;

/**
 * The access of one call to secrets. The thread of the guest gets placeholders, and the threads of
 * requests insert the values.
 */
public final class CallSecrets {

    private final CallContext context;
    private final Secrets secrets;
    private final UsedValues used = new UsedValues();

    /** Creates the access for a call. */
    public CallSecrets(CallContext context, Secrets secrets) {
        this.context = context;
        this.secrets = secrets;
    }

    Secrets secrets() {
        return secrets;
    }

    UsedValues used() {
        return used;
    }

    CallContext context() {
        return context;
    }

    /**
     * Returns the placeholder of a secret in this call.
     *
     * @throws HttpException with DENIED if the secret is not granted to the tool
     */
    public String placeholder(String name) throws HttpException {
        if (context.grants().secrets().stream().noneMatch(each -> each.name().equals(name))) {
            deny("secret", name);
            throw new HttpException(
                    HttpError.DENIED, "secret %s is not granted to the tool".formatted(name));
        }
        return context.placeholder(name);
    }

    /**
     * Checks the placeholders in a request, and prepares their replacement. Does not replace them
     * yet.
     *
     * @throws HttpException with SECRET if a placeholder is not in the value of a header field, or
     *     if its secret is not granted for this header field and origin
     */
    public RequestSecrets of(OutboundRequest request) throws HttpException {
        Map<String, Grant.Secret> granted = new HashMap<>();
        for (Grant.Secret each : context.grants().secrets()) {
            granted.put(context.placeholder(each.name()), each);
        }
        requireHeaderOnly(request, granted.keySet());
        Set<RequestSecrets.Use> uses = new LinkedHashSet<>();
        for (Header header : request.headers()) {
            Matcher found = Placeholder.in(header.value());
            while (found.find()) {
                uses.add(use(request, header, granted.get(found.group())));
            }
        }
        List<String> names = new ArrayList<>();
        for (Grant.Secret each : granted.values()) {
            if (each.coversOrigin(request.url().origin())) {
                names.add(each.name());
            }
        }
        if (names.isEmpty()) {
            return RequestSecrets.NONE;
        }
        requireIdentity(request);
        return new RequestSecrets(this, Set.copyOf(uses), List.copyOf(names));
    }

    private RequestSecrets.Use use(
            OutboundRequest request, Header header, Grant.@Nullable Secret grant)
            throws HttpException {
        if (grant == null) {
            throw refused(
                    "header field '%s' holds a placeholder that stands for no secret in this call"
                            .formatted(header.name()));
        }
        String origin = request.url().origin();
        RequestSecrets.Use use = new RequestSecrets.Use(grant.name(), origin, header.name());
        if (!grant.coversOrigin(origin) || !grant.coversHeader(header.name())) {
            deny("http_start", use.toString());
            throw refused(
                    "secret %s is not granted for %s"
                            .formatted(
                                    grant.name(),
                                    grant.coversOrigin(origin)
                                            ? "header field '%s'".formatted(header.name())
                                            : "'%s'".formatted(origin)));
        }
        return use;
    }

    private void deny(String function, String subject) {
        context.denied(new Denial(context.tool(), function, Capability.SECRET, subject));
    }

    private static void requireHeaderOnly(OutboundRequest request, Set<String> placeholders)
            throws HttpException {
        Optional<String> place = Optional.empty();
        if (Placeholder.isAnyIn(request.url().target(), placeholders)) {
            place = Optional.of("URL");
        } else if (Placeholder.isAnyIn(request.body(), placeholders)) {
            place = Optional.of("body");
        } else if (request.headers().stream()
                .anyMatch(each -> Placeholder.isAnyIn(each.name(), placeholders))) {
            place = Optional.of("name of a header field");
        }
        if (place.isPresent()) {
            throw refused(
                    "a secret goes into the value of a header field only; its placeholder is in"
                            + " the "
                            + place.get());
        }
    }

    /**
     * Rejects requests that permit compression, because compressed responses cannot be searched for
     * secrets.
     */
    private static void requireIdentity(OutboundRequest request) throws HttpException {
        for (Header header : request.headers()) {
            if (header.name().equalsIgnoreCase("accept-encoding")
                    && !header.value().equalsIgnoreCase("identity")) {
                throw refused(
                        "requests to an origin with a secret are made with 'Accept-Encoding:"
                                + " identity'; leave the field out");
            }
        }
    }

    static HttpException refused(String message) {
        return new HttpException(HttpError.SECRET, message);
    }
}
