package org.vexhost.loader.capability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.CapabilityRequest.Item;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/**
 * The capability to use secrets by name. A grant has the origins that a secret may be sent to, and
 * the header fields that may carry it.
 */
final class SecretCapability extends CapabilityType {

    private static final String ORIGIN = "origin";
    private static final String HEADER = "header";

    /**
     * Matches a denied request in the form that the host functions report: secret, origin, header
     * field.
     */
    private static final Pattern DENIED =
            Pattern.compile(
                    "[A-Z][A-Z0-9_]{0,63} --origin https?://[a-z0-9.:\\[\\]-]+"
                            + " --header [a-z0-9-]+");

    SecretCapability() {
        super(Capability.SECRET);
    }

    /** A secret that a tool requests to use, by name. */
    record Name(String text) implements RequestedItem {
        Name {
            text = Grant.Secret.requireName(text);
        }

        @Override
        public Capability capability() {
            return Capability.SECRET;
        }

        @Override
        public boolean isCoveredBy(Grants granted) {
            return granted.secrets().stream().anyMatch(grant -> grant.name().equals(text));
        }

        @Override
        public Item item() {
            return new Item(text, Map.of(), longText());
        }
    }

    @Override
    public Optional<String> ownMember() {
        return Optional.of("secrets");
    }

    @Override
    Optional<List<RequestedItem>> readRequest(JsonCursor cursor) throws JsonFormException {
        return ValueReader.requested(
                cursor, each -> ValueReader.string(each, Name::new), Name::text);
    }

    @Override
    public Optional<Capability> requires() {
        return Optional.of(Capability.NETWORK);
    }

    @Override
    List<String> grantMembers() {
        return List.of("secrets");
    }

    @Override
    List<Grant> readGrants(String member, JsonCursor cursor, Path own) throws JsonFormException {
        return cursor.readArray(ValueReader.MAX_GRANTED, SecretGrantReader::read);
    }

    @Override
    void writeGrants(JsonText out, List<Grant> grants) {
        ValueWriter.array(
                out, "secrets", only(Grant.Secret.class, grants), each -> write(out, each));
    }

    private static void write(JsonText out, Grant.Secret secret) {
        out.beginObject();
        out.name("name").value(secret.name());
        ValueWriter.array(out, "origins", secret.origins(), out::value);
        ValueWriter.array(out, "headers", secret.headers(), out::value);
        out.endObject();
    }

    @Override
    public Optional<String> valuesHelp() {
        return Optional.of("secret: a name, with --origin and --header");
    }

    @Override
    public List<GrantOption> options() {
        return List.of(
                new GrantOption('o', ORIGIN, "ORIGIN", "where a secret may go; several with ','"),
                new GrantOption(
                        'e',
                        HEADER,
                        "FIELD",
                        "header fields that may carry a secret; several with ','"));
    }

    @Override
    public <E extends Exception> Grant parse(
            String value, Function<String, Optional<String>> options, OwnFolder<E> own) {
        Optional<String> origins = options.apply(ORIGIN);
        Optional<String> headers = options.apply(HEADER);
        if (origins.isEmpty() || headers.isEmpty()) {
            throw new IllegalArgumentException(
                    "grant of secret %s names no %s"
                            .formatted(
                                    MessageText.quote(value),
                                    origins.isEmpty()
                                            ? "origin; add --origin ORIGIN"
                                            : "header field; add --header HEADER"));
        }
        return new Grant.Secret(value, split(origins.get()), split(headers.get()));
    }

    private static Set<String> split(String values) {
        return new LinkedHashSet<>(List.of(values.split(",", -1)));
    }

    @Override
    public String identity(Grant grant) {
        return grant instanceof Grant.Secret secret ? secret.name() : "";
    }

    @Override
    public String text(Grant grant) {
        return grant instanceof Grant.Secret secret
                ? "%s --origin %s --header %s"
                        .formatted(
                                secret.name(),
                                String.join(",", secret.origins()),
                                String.join(",", secret.headers()))
                : "";
    }

    @Override
    public List<String> warnings(List<? extends Grant> grants, Map<String, String> variables) {
        List<String> warnings = new ArrayList<>();
        for (Grant.Secret secret : only(Grant.Secret.class, grants)) {
            for (String origin : secret.origins()) {
                if (origin.startsWith("http://")) {
                    warnings.add(
                            "secret %s goes to %s unencrypted".formatted(secret.name(), origin));
                }
                if (grants.stream().noneMatch(each -> reaches(each, origin))) {
                    warnings.add(
                            "secret %s has origin %s, which network does not: it is never sent there"
                                    .formatted(secret.name(), origin));
                }
            }
        }
        return warnings;
    }

    /**
     * Whether a network grant may cover an origin. An origin that is a pattern counts as covered,
     * because patterns are not compared with each other.
     */
    private static boolean reaches(Grant grant, String origin) {
        return grant instanceof Grant.Network network
                && (origin.contains("*") || network.covers(origin));
    }

    /**
     * Returns one command per secret, because each secret has origins and header fields of its own.
     */
    @Override
    public String grantCommand(String tool, List<String> missing) {
        return missing.stream()
                .map(
                        name ->
                                "vex:grant %s secret %s --origin ORIGIN --header HEADER"
                                        .formatted(tool, name))
                .collect(Collectors.joining("; "));
    }

    @Override
    String hintValue(String subject) {
        if (DENIED.matcher(subject).matches()) {
            return subject;
        }
        boolean isName = accepts(() -> Grant.Secret.requireName(subject));
        return (isName ? subject : "NAME") + " --origin https://HOST --header authorization";
    }
}
