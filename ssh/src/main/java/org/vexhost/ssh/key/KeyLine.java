package org.vexhost.ssh.key;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;

/** Parses a line of a file of authorized keys: {@code [OPTIONS] TYPE KEY [COMMENT]}. */
final class KeyLine {

    /** The types that the server accepts. */
    static final List<String> TYPES =
            List.of(
                    "ssh-ed25519",
                    "ecdsa-sha2-nistp256",
                    "ecdsa-sha2-nistp384",
                    "ecdsa-sha2-nistp521",
                    "ssh-rsa");

    private static final String CALLER = "vexhost-caller";

    /** Options that forbid what this server never does. */
    private static final Set<String> ALWAYS =
            Set.of("no-agent-forwarding", "no-port-forwarding", "no-x11-forwarding");

    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 16_384;
    private static final int MAX_SHOWN = 80;

    /** An option: a name, or a name and a value in quotes, in which a backslash escapes a quote. */
    private static final Pattern OPTION =
            Pattern.compile("([A-Za-z0-9-]+)(?:=\"((?:[^\"\\\\]|\\\\.)*+)\")?");

    static {
        JdkEdDsaRegistrar.register();
    }

    private KeyLine() {}

    /**
     * Parses a line.
     *
     * @param line neither empty nor a comment
     * @throws IllegalArgumentException if the line is invalid, or needs what the server does not
     *     support; the message is the reason
     */
    static AuthorizedKey parse(String line) {
        Optional<String> name = Optional.empty();
        String rest = line.strip();
        if (!isType(firstWord(rest))) {
            int end = endOfOptions(rest);
            name = name(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        String type = firstWord(rest);
        if (!isType(type)) {
            throw new IllegalArgumentException(
                    "type of key '%s' is not one of %s"
                            .formatted(
                                    MessageText.escape(type, MAX_SHOWN), String.join(", ", TYPES)));
        }
        rest = rest.substring(type.length()).strip();
        String text = firstWord(rest);
        String comment = rest.substring(text.length()).strip();
        String fingerprint = KeyUtils.getFingerPrint(decode(type, text));
        return new AuthorizedKey(
                Caller.user(name.orElse(comment.isEmpty() ? fingerprint : comment)).name(),
                fingerprint);
    }

    private static boolean isType(String word) {
        return TYPES.contains(word);
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private static int endOfOptions(String text) {
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && isQuoted) {
                i++;
            } else if (c == '"') {
                isQuoted = !isQuoted;
            } else if (Character.isWhitespace(c) && !isQuoted) {
                return i;
            }
        }
        if (isQuoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        return text.length();
    }

    private static Optional<String> name(String options) {
        List<String> names = new ArrayList<>();
        Matcher option = OPTION.matcher(options);
        int at = 0;
        while (at < options.length()) {
            if (!option.region(at, options.length()).lookingAt()) {
                throw new IllegalArgumentException(
                        "'%s' is neither an option nor a type of key"
                                .formatted(MessageText.escape(options.substring(at), MAX_SHOWN)));
            }
            take(option.group(1), Optional.ofNullable(option.group(2)), names);
            at = option.end();
            if (at < options.length() && options.charAt(at++) != ',') {
                throw new IllegalArgumentException(
                        "options are not separated by commas [%s]"
                                .formatted(MessageText.escape(options, MAX_SHOWN)));
            }
        }
        if (names.size() > 1) {
            throw new IllegalArgumentException("option '%s' is repeated".formatted(CALLER));
        }
        return names.stream().findFirst();
    }

    private static void take(String option, Optional<String> value, List<String> names) {
        String known = option.toLowerCase(Locale.ROOT);
        if (known.equals(CALLER)) {
            String name = value.map(text -> text.replaceAll("\\\\(.)", "$1")).orElse("");
            if (name.isBlank()
                    || name.length() > Caller.MAX_NAME_LENGTH
                    || !MessageText.isPrintable(name)) {
                throw new IllegalArgumentException(
                        "option '%s' is not a name of 1 to %d printable characters in quotes"
                                .formatted(CALLER, Caller.MAX_NAME_LENGTH));
            }
            names.add(name);
        } else if (!ALWAYS.contains(known) || value.isPresent()) {
            throw new IllegalArgumentException(
                    "option '%s' is not supported"
                            .formatted(MessageText.escape(option, MAX_SHOWN)));
        }
    }

    private static PublicKey decode(String type, String text) {
        PublicKey key;
        try {
            ByteArrayBuffer buffer = new ByteArrayBuffer(Base64.getDecoder().decode(text));
            key = buffer.getRawPublicKey();
            if (buffer.available() > 0 || !type.equals(KeyUtils.getKeyType(key))) {
                throw new IllegalArgumentException("key is not of type '%s'".formatted(type));
            }
        } catch (SshException | RuntimeException e) {
            throw new IllegalArgumentException("key cannot be decoded as '%s'".formatted(type), e);
        }
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
                throw new IllegalArgumentException(
                        "RSA key has %d bits, not %d to %d"
                                .formatted(bits, MIN_RSA_BITS, MAX_RSA_BITS));
            }
        }
        return key;
    }
}
