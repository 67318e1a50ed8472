package org.vexhost.ssh.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A line of authorized keys")
class KeyLineTest {

    private static final KeyPair PAIR = Keys.make("Ed25519", 0);
    private static final String KEY = Keys.text(PAIR);

    private static String problem(String line) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> KeyLine.parse(line))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, 0", "EC, 256", "EC, 384", "EC, 521", "RSA, 2048"})
    void hasAKeyOfAnyModernType(String algorithm, int bits) {
        KeyPair pair = Keys.make(algorithm, bits);
        assertEquals(
                new AuthorizedKey("me@home", Keys.fingerprint(pair)),
                KeyLine.parse(Keys.text(pair) + " me@home"));
    }

    @Test
    void namesTheCallerByOptionOrCommentOrFingerprint() {
        assertEquals("ann", KeyLine.parse("vexhost-caller=\"ann\" " + KEY + " c").name());
        assertEquals("a \"b\"", KeyLine.parse("vexhost-caller=\"a \\\"b\\\"\" " + KEY).name());
        assertEquals("two words", KeyLine.parse("  " + KEY + "\ttwo words ").name());
        assertEquals(Keys.fingerprint(PAIR), KeyLine.parse(KEY).name());
        assertEquals("a\\u001b[1m", KeyLine.parse(KEY + " a\u001b[1m").name());
    }

    @Test
    void mayForbidWhatIsAlwaysForbidden() {
        assertEquals(
                "ann",
                KeyLine.parse(
                                "no-port-forwarding,no-X11-forwarding,no-agent-forwarding,"
                                        + "vexhost-caller=\"ann\" "
                                        + KEY)
                        .name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command=\"ls\"",
                "from=\"10.0.0.0/8\"",
                "restrict",
                "cert-authority",
                "no-pty",
                "environment=\"A=b\"",
                "expiry-time=\"20300101\"",
                "no-port-forwarding=\"x\"",
                "vexhost-caller=\"a\",permitopen=\"a:1\""
            })
    void isRejectedForAnOptionThatIsNotSupported(String option) {
        String name = option.replaceFirst("^vexhost[^,]*,", "").replaceFirst("=.*", "");
        assertEquals("option '%s' is not supported".formatted(name), problem(option + " " + KEY));
    }

    @Test
    void isRejectedIfOptionsAreMalformed() {
        assertEquals("a quote is not closed", problem("vexhost-caller=\"a " + KEY));
        assertEquals(
                "option 'vexhost-caller' is repeated",
                problem("vexhost-caller=\"a\",vexhost-caller=\"b\" " + KEY));
        String notAName =
                "option 'vexhost-caller' is not a name of 1 to 128 printable characters in quotes";
        assertEquals(notAName, problem("vexhost-caller " + KEY));
        assertEquals(notAName, problem("vexhost-caller=\"\" " + KEY));
        assertEquals(notAName, problem("vexhost-caller=\"%s\" %s".formatted("a".repeat(129), KEY)));
        assertEquals(
                "a".repeat(128),
                KeyLine.parse("vexhost-caller=\"%s\" %s".formatted("a".repeat(128), KEY)).name());
        assertEquals("'=\"a\"' is neither an option nor a type of key", problem("=\"a\" " + KEY));
    }

    @Test
    void isRejectedIfTheKeyIsWeakOrInvalid() {
        assertEquals(
                "RSA key has 1024 bits, not 2048 to 16384",
                problem(Keys.text(Keys.make("RSA", 1024))));
        String body = KEY.substring(KEY.indexOf(' ') + 1);
        assertEquals(
                "key cannot be decoded as 'ecdsa-sha2-nistp256'",
                problem("ecdsa-sha2-nistp256 " + body));
        assertEquals("key cannot be decoded as 'ssh-ed25519'", problem("ssh-ed25519 AAAA"));
        assertEquals("key cannot be decoded as 'ssh-ed25519'", problem("ssh-ed25519 ?"));
        assertEquals("key cannot be decoded as 'ssh-ed25519'", problem("ssh-ed25519"));
        byte[] longer = Arrays.copyOf(Base64.getDecoder().decode(body), 60);
        assertEquals(
                "key cannot be decoded as 'ssh-ed25519'",
                problem("ssh-ed25519 " + Base64.getEncoder().encodeToString(longer)));
        assertEquals("option 'ssh-dss' is not supported", problem("ssh-dss AAAAB3NzaC1kc3MAAAAB"));
    }
}
