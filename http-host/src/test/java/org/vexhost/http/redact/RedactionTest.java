package org.vexhost.http.redact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Redaction")
@Timeout(120)
class RedactionTest {

    private static final String SECRET = "sk-live/Qa+7\"z\\09%41=&end";
    private static final Redaction REDACTION = Redaction.of(List.of(bytes(SECRET)));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] inPieces(Redaction redaction, byte[] text, int... cuts) {
        Redactor redactor = redaction.begin();
        ByteArrayOutputStream clean = new ByteArrayOutputStream();
        byte[] some = new byte[7];
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : text.length;
            byte[] piece = Arrays.copyOfRange(text, from, to);
            redactor.take(piece, piece.length);
            for (int n = redactor.give(some, 0, 7); n > 0; n = redactor.give(some, 0, 7)) {
                clean.write(some, 0, n);
            }
            from = to;
        }
        redactor.end();
        for (int n = redactor.give(some, 0, 7); n > 0; n = redactor.give(some, 0, 7)) {
            clean.write(some, 0, n);
        }
        return clean.toByteArray();
    }

    @Test
    void masksEveryFormAtEverySplit() {
        for (String form : EchoForms.of(SECRET)) {
            String around = "before " + form + " after";
            String clean = "before " + "*".repeat(form.length()) + " after";
            assertEquals(clean, text(REDACTION.redact(bytes(around))), form);
            for (int cut = 0; cut <= around.length(); cut++) {
                assertEquals(clean, text(inPieces(REDACTION, bytes(around), cut)), form);
            }
        }
    }

    @Test
    void masksBase64AtEveryAlignment() {
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int before = 0; before < 6; before++) {
                for (int after = 0; after < 4; after++) {
                    String whole =
                            "\u00ffx".repeat(3).substring(0, before)
                                    + SECRET
                                    + "\u00ff".repeat(after);
                    String form = encoder.encodeToString(bytes(whole));
                    String clean = REDACTION.redact(form);
                    assertEquals(form.length(), clean.length());
                    // At most one character at each end holds bits of its neighbour, too.
                    long stars = clean.chars().filter(c -> c == '*').count();
                    assertTrue(stars >= SECRET.length() * 8 / 6 - 1, form + " " + clean);
                }
            }
        }
    }

    @Test
    void holdsBackOnlyWhatMayBeTheBeginningOfASecret() {
        Redactor redactor = REDACTION.begin();
        byte[] some = new byte[100];
        redactor.take(bytes("hello"), 5);
        assertEquals(5, redactor.give(some, 0, 100));
        redactor.take(bytes("data: x\n\n"), 9);
        assertEquals(9, redactor.give(some, 0, 100));
        redactor.take(bytes("abcsk-live"), 10);
        assertEquals(3, redactor.give(some, 0, 100));
        redactor.take(bytes("?"), 1);
        assertEquals(8, redactor.give(some, 0, 100));
        assertEquals("sk-live?", text(Arrays.copyOf(some, 8)));
        redactor.take(bytes("%"), 1);
        assertEquals(0, redactor.give(some, 0, 100));
        redactor.take(bytes("7"), 1);
        assertEquals(0, redactor.give(some, 0, 100));
        redactor.take(bytes("4"), 1);
        assertEquals(3, redactor.give(some, 0, 100));
        redactor.take(bytes("\\u"), 2);
        redactor.end();
        assertEquals(2, redactor.give(some, 0, 100));
    }

    @Test
    void leavesAloneWhatIsNotASecret() {
        for (String text : List.of("", "sk-live", SECRET.substring(1), SECRET.substring(0, 20))) {
            assertEquals(text, REDACTION.redact(text));
        }
        assertEquals("żółć", REDACTION.redact("żółć"));
        assertEquals("x", Redaction.NONE.redact("x"));
        assertTrue(Redaction.NONE.isNone());
        assertFalse(REDACTION.isNone());
        assertFalse(REDACTION.toString().contains("sk-"), "shows nothing of what it looks for");
    }

    @Test
    void doesTheSameAsAnObviousOne() {
        Random random = new Random(14);
        for (int round = 0; round < 4_000; round++) {
            // Few letters, so that beginnings, overlaps and false escapes are frequent.
            String letters = round % 2 == 0 ? "ab" : "a\\%/u0164\"";
            List<byte[]> values =
                    List.of(
                            bytes(random(random, letters, 3 + random.nextInt(5))),
                            bytes(random(random, letters, 3 + random.nextInt(5))));
            StringBuilder text = new StringBuilder();
            while (text.length() < 80) {
                if (random.nextInt(4) == 0) {
                    text.append(random(random, letters, random.nextInt(6)));
                } else {
                    String value = text(values.get(random.nextInt(2)));
                    List<String> forms = EchoForms.of(value);
                    String form = forms.get(random.nextInt(forms.size()));
                    int from = random.nextInt(4) == 0 ? random.nextInt(form.length()) : 0;
                    text.append(form, from, form.length() - random.nextInt(2));
                }
            }
            byte[] whole = bytes(text.toString());
            byte[] expected = NaiveRedactor.redact(whole, values);
            Redaction redaction = Redaction.of(values);
            assertArrayEquals(expected, redaction.redact(whole), () -> "in " + text);
            int[] cuts = random.ints(5, 0, whole.length + 1).sorted().toArray();
            assertArrayEquals(expected, inPieces(redaction, whole, cuts), () -> "in " + text);
        }
    }

    private static String random(Random random, String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void takesTimeInProportionToTheText() {
        // The worst for whoever starts again at every place.
        String value = "a".repeat(4095) + "b";
        Redaction redaction = Redaction.of(List.of(bytes(value)));
        byte[] text = new byte[1 << 20];
        Arrays.fill(text, (byte) 'a');
        long begin = System.nanoTime();
        assertArrayEquals(text, redaction.redact(text));
        assertTrue(System.nanoTime() - begin < 60_000_000_000L, "took a minute");
    }
}
