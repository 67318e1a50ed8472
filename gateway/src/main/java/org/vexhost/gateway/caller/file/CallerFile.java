package org.vexhost.gateway.caller.file;

import java.net.URI;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.file.CallerSettings.Certificate;
import org.vexhost.gateway.caller.file.CallerSettings.Jwt;
import org.vexhost.gateway.caller.file.CallerSettings.Method;
import org.vexhost.gateway.caller.file.CallerSettings.Token;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code etc/callers/NAME.json}. */
public final class CallerFile {

    /** The largest size of a file, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** The pattern that a caller's name must match. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /**
     * The accepted algorithms. All are asymmetric, so a public key is never used as a shared
     * secret.
     */
    static final List<String> ALGORITHMS =
            List.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                    "ES512");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}", Pattern.CASE_INSENSITIVE);
    private static final int MAX_TEXT = 1024;
    private static final int MAX_VALUES = 10_000;
    private static final List<String> METHODS = List.of("token", "jwt", "certificate");
    static final List<String> MEMBERS =
            Stream.concat(
                            METHODS.stream(),
                            Stream.of(
                                    "$schema",
                                    "tools",
                                    "roles",
                                    "callsPerMinute",
                                    "callsAtOnce",
                                    "fuelPerDay"))
                    .toList();
    static final List<String> ROLES = List.of("call", "monitor", "operator");

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(20)
                                                    .build())
                                    .build())
                    .build();

    private CallerFile() {}

    /**
     * Reads a file.
     *
     * @throws CallerFileException if the file is invalid; the message has the place and the reason
     */
    public static CallerSettings parse(byte[] utf8) throws CallerFileException {
        CallerObject file = CallerObject.of("", tree(utf8), MEMBERS);
        try {
            return new CallerSettings(
                    method(file),
                    tools(file),
                    roles(file),
                    file.count("callsPerMinute"),
                    file.count("callsAtOnce"),
                    file.count("fuelPerDay"));
        } catch (IllegalArgumentException e) {
            throw new CallerFileException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Renders the file of a caller with a token, in the format that {@link #parse} reads. */
    public static byte[] render(Token token, ToolPatterns tools, Set<Role> roles) {
        ObjectNode file = MAPPER.createObjectNode();
        file.putObject("token").put("sha256", token.sha256());
        if (!tools.patterns().isEmpty()) {
            ArrayNode patterns = file.putArray("tools");
            tools.patterns().forEach(patterns::add);
        }
        ArrayNode words = file.putArray("roles");
        EnumSet.copyOf(roles).forEach(role -> words.add(word(role)));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(file);
    }

    /**
     * Returns a copy of the file with a new token.
     *
     * @throws CallerFileException if it is not the file of a caller with a token
     */
    public static byte[] renew(byte[] utf8, Token token) throws CallerFileException {
        if (!(parse(utf8).method() instanceof Token)) {
            throw new CallerFileException("has no token");
        }
        ObjectNode file = (ObjectNode) tree(utf8);
        file.putObject("token").put("sha256", token.sha256());
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(file);
    }

    static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static JsonNode tree(byte[] utf8) throws CallerFileException {
        try {
            return MAPPER.readTree(utf8);
        } catch (JacksonException e) {
            throw new CallerFileException(
                    "is not JSON [line %d, column %d: %s]"
                            .formatted(
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr(),
                                    MessageText.escape(e.getOriginalMessage(), 200)),
                    e);
        }
    }

    private static Method method(CallerObject file) throws CallerFileException {
        List<String> named = METHODS.stream().filter(file::has).toList();
        if (named.size() != 1) {
            throw new CallerFileException(
                    "has not exactly one of 'token', 'jwt' and 'certificate' [%d]"
                            .formatted(named.size()));
        }
        String word = named.get(0);
        JsonNode node = file.member(word);
        return switch (word) {
            case "token" -> token(node);
            case "jwt" -> jwt(node);
            default -> certificate(node);
        };
    }

    private static Token token(JsonNode node) throws CallerFileException {
        String hash = CallerObject.of("token", node, List.of("sha256")).string("sha256", 64);
        if (!SHA256.matcher(hash).matches()) {
            throw new CallerFileException("'token/sha256' is not 64 hexadecimal digits");
        }
        return new Token(hash.toLowerCase(Locale.ROOT));
    }

    private static Jwt jwt(JsonNode node) throws CallerFileException {
        CallerObject jwt =
                CallerObject.of(
                        "jwt",
                        node,
                        List.of("issuer", "audience", "keys", "algorithms", "subjects", "denied"));
        List<String> algorithms = jwt.strings("algorithms", ALGORITHMS.size(), 16);
        if (algorithms.isEmpty()) {
            throw new CallerFileException("'jwt/algorithms' names none");
        }
        for (String algorithm : algorithms) {
            if (!ALGORITHMS.contains(algorithm)) {
                throw new CallerFileException(
                        "'jwt/algorithms' has an algorithm that is not one of %s [%s]%s"
                                .formatted(
                                        String.join(", ", ALGORITHMS),
                                        MessageText.quote(algorithm),
                                        Suggestion.clause(algorithm, ALGORITHMS)));
            }
        }
        return new Jwt(
                jwt.string("issuer", MAX_TEXT),
                jwt.string("audience", MAX_TEXT),
                keys(jwt.string("keys", MAX_TEXT)),
                algorithms,
                jwt.strings("subjects", ToolPatterns.MAX_PATTERNS, MAX_TEXT),
                new HashSet<>(jwt.strings("denied", MAX_VALUES, MAX_TEXT)));
    }

    private static String keys(String text) throws CallerFileException {
        if (text.contains("://")) {
            URI uri;
            try {
                uri = URI.create(text);
            } catch (IllegalArgumentException e) {
                throw new CallerFileException("'jwt/keys' is not a URL", e);
            }
            if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
                throw new CallerFileException("'jwt/keys' is not a path or an https URL");
            }
        }
        return text;
    }

    private static Certificate certificate(JsonNode node) throws CallerFileException {
        String subject =
                CallerObject.of("certificate", node, List.of("subject"))
                        .string("subject", MAX_TEXT);
        try {
            return new Certificate(new X500Principal(subject).getName(X500Principal.CANONICAL));
        } catch (IllegalArgumentException e) {
            throw new CallerFileException("'certificate/subject' is not a distinguished name", e);
        }
    }

    private static ToolPatterns tools(CallerObject file) throws CallerFileException {
        if (file.has("tools") && file.strings("tools", ToolPatterns.MAX_PATTERNS, 128).isEmpty()) {
            throw new CallerFileException("'tools' names none; leave it out for all tools");
        }
        return new ToolPatterns(file.strings("tools", ToolPatterns.MAX_PATTERNS, 128));
    }

    private static Set<Role> roles(CallerObject file) throws CallerFileException {
        if (!file.has("roles")) {
            return Set.of(Role.CALL);
        }
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : file.strings("roles", ROLES.size(), 16)) {
            if (!ROLES.contains(word)) {
                throw new CallerFileException(
                        "'roles' has a word that is not one of %s [%s]%s"
                                .formatted(
                                        String.join(", ", ROLES),
                                        MessageText.quote(word),
                                        Suggestion.clause(word, ROLES)));
            }
            roles.add(Role.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        if (roles.isEmpty()) {
            throw new CallerFileException("'roles' names none");
        }
        return roles;
    }
}
