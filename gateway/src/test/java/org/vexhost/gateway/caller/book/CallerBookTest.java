package org.vexhost.gateway.caller.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.FakeClock;
import org.vexhost.gateway.caller.Recognition;
import org.vexhost.gateway.caller.file.CallerSettings;
import org.vexhost.gateway.caller.file.CallerSettings.Certificate;
import org.vexhost.gateway.caller.file.CallerSettings.Method;
import org.vexhost.gateway.caller.file.CallerSettings.Token;
import org.vexhost.gateway.caller.file.ToolPatterns;
import org.vexhost.gateway.caller.jwt.JwtVerifier;
import org.vexhost.gateway.caller.jwt.KeyFetch;

class CallerBookTest {

    private final FakeClock clock = new FakeClock();
    private final CallerBook book =
            new CallerBook(
                    new JwtVerifier(new KeyFetch(Path.of("."), KeyFetch.client()), clock),
                    clock,
                    clock::nanoTime);

    @Test
    void aTokenIsRecognisedByItsHash() {
        String token = CallerTokens.generate();
        book.replace(Map.of("ci", settings(new Token(CallerTokens.hash(token)), "a*")), Map.of());
        CallerAccess access = known(token);
        assertEquals("client 'ci'", access.caller().toString());
        assertTrue(access.maySee("abc"));
        assertFalse(access.maySee("b"));
        assertTrue(access.has(Role.CALL));
        assertFalse(access.has(Role.OPERATOR));
        assertInstanceOf(Recognition.Refused.class, recognise(token + "x"));
        assertInstanceOf(Recognition.Refused.class, recognise(""));
        assertInstanceOf(Recognition.Refused.class, recognise("x".repeat(1 << 20)));
    }

    @Test
    void aTokenHasUpToSixteenKibibytes() {
        String longest = "t".repeat(16 * 1024);
        String tooLong = longest + "t";
        book.replace(
                Map.of(
                        "longest", settings(new Token(CallerTokens.hash(longest)), "*"),
                        "too-long", settings(new Token(CallerTokens.hash(tooLong)), "*")),
                Map.of());
        assertEquals("client 'longest'", known(longest).caller().toString());
        assertInstanceOf(Recognition.Refused.class, recognise(tooLong));
    }

    @Test
    void aRemovedCallerEndsEverything() {
        String token = CallerTokens.generate();
        book.replace(Map.of("ci", settings(new Token(CallerTokens.hash(token)), "*")), Map.of());
        CallerAccess access = known(token);
        AtomicInteger ended = new AtomicInteger();
        access.onEnd(ended::incrementAndGet);
        access.onEnd(ended::incrementAndGet).close();
        assertFalse(access.isEnded());

        book.replace(Map.of(), Map.of());
        assertTrue(access.isEnded());
        assertEquals(1, ended.get());
        assertFalse(access.maySee("a"));
        assertFalse(access.has(Role.CALL));
        assertInstanceOf(Recognition.Refused.class, recognise(token));
        access.onEnd(ended::incrementAndGet);
        assertEquals(2, ended.get());
    }

    @Test
    void anUnchangedCallerStays() {
        String token = CallerTokens.generate();
        CallerSettings same = settings(new Token(CallerTokens.hash(token)), "*");
        book.replace(Map.of("ci", same), Map.of());
        CallerAccess access = known(token);
        book.replace(Map.of("ci", same, "other", settings(cert("cn=x"), "*")), Map.of());
        assertFalse(access.isEnded());
        assertSame(access, known(token));
        book.replace(Map.of("ci", settings(same.method(), "b")), Map.of());
        assertTrue(access.isEnded());
        assertTrue(known(token).maySee("b"));
    }

    @Test
    void aCertificateIsRecognisedByItsSubject() {
        book.replace(Map.of("agent", settings(cert("cn=agent,o=x"), "*")), Map.of());
        Recognition known =
                book.recognise(
                        new Credentials(Optional.empty(), Optional.of("cn=agent,o=x"), "::1"));
        assertInstanceOf(Recognition.Known.class, known);
        assertInstanceOf(
                Recognition.Refused.class,
                book.recognise(new Credentials(Optional.empty(), Optional.of("cn=other"), "::1")));
        assertInstanceOf(
                Recognition.Nothing.class,
                book.recognise(new Credentials(Optional.empty(), Optional.empty(), "::1")));
    }

    @Test
    void twoCallersWithOneTokenAreNotBothLetIn() {
        String hash = CallerTokens.hash("t");
        book.replace(
                Map.of("a", settings(new Token(hash), "*"), "b", settings(new Token(hash), "*")),
                Map.of());
        assertEquals("client 'a'", known("t").caller().toString());
        assertEquals(Map.of("b", "has the same token as 'a'"), book.problems());
        assertTrue(book.named("b").isEmpty());
    }

    @Test
    void anAddressThatGuessesHasToWaitAndDoesNotDisturbOthers() {
        book.replace(Map.of("ci", settings(new Token(CallerTokens.hash("good")), "*")), Map.of());
        for (int i = 0; i < FailureThrottle.MAX_FAILURES; i++) {
            assertInstanceOf(Recognition.Refused.class, recognise("guess" + i));
        }
        assertInstanceOf(Recognition.TooMany.class, recognise("guess"));
        assertEquals("client 'ci'", known("good").caller().toString());
        assertInstanceOf(
                Recognition.Refused.class,
                book.recognise(
                        new Credentials(Optional.of("guess"), Optional.empty(), "192.0.2.1")));
        clock.advance(Duration.ofSeconds(61));
        assertInstanceOf(Recognition.Refused.class, recognise("guess"));
    }

    @Test
    void aTokenIsNotShownByItsCredentials() {
        assertFalse(
                new Credentials(Optional.of("secret"), Optional.empty(), "::1")
                        .toString()
                        .contains("secret"));
    }

    private CallerAccess known(String token) {
        return assertInstanceOf(Recognition.Known.class, recognise(token)).access();
    }

    private Recognition recognise(String token) {
        return book.recognise(new Credentials(Optional.of(token), Optional.empty(), "127.0.0.1"));
    }

    private static Method cert(String subject) {
        return new Certificate(subject);
    }

    static CallerSettings settings(Method method, String... tools) {
        return new CallerSettings(
                method,
                new ToolPatterns(List.of(tools)),
                Set.of(Role.CALL),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }
}
