package org.vexhost.gateway.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.web.SignedInCaller;
import org.vexhost.api.web.TokenCheck;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.Recognition;

@DisplayName("A token that somebody types")
class CallerTokenCheckTest {

    private final Access access = new Access();
    private Recognition recognition = new Recognition.Refused();
    private Optional<Credentials> seen = Optional.empty();
    private final CallerTokenCheck check = new CallerTokenCheck(new Directory());

    @Test
    void isCheckedLikeThatOfARequestFromTheAddress() {
        assertEquals(new TokenCheck.Unknown(), check.check("word", "192.0.2.1"));
        assertEquals(
                new Credentials(Optional.of("word"), Optional.empty(), "192.0.2.1"),
                seen.orElseThrow());
        TokenCheck.Outcome ignored = check.check("", "192.0.2.1");
        assertEquals(Optional.of(""), seen.orElseThrow().token());
    }

    @Test
    void isNobodysWhereNothingIsRecognised() {
        recognition = new Recognition.Nothing();
        assertEquals(new TokenCheck.Unknown(), check.check("word", "192.0.2.1"));
    }

    @Test
    void hasToWaitAfterTooManyFailures() {
        recognition = new Recognition.TooMany(17);
        assertEquals(new TokenCheck.Throttled(17), check.check("word", "192.0.2.1"));
    }

    @Test
    void opensWhatItsCallerMayUntilItEnds() {
        recognition = new Recognition.Known(access);
        SignedInCaller signedIn =
                assertInstanceOf(TokenCheck.Known.class, check.check("word", "192.0.2.1")).caller();
        assertEquals("ops", signedIn.caller().name());
        assertTrue(signedIn.has(Role.OPERATOR));
        assertFalse(signedIn.has(Role.MONITOR));
        assertTrue(signedIn.maySee("echo"));
        assertFalse(signedIn.maySee("other"));
        assertFalse(signedIn.isEnded());
        access.isEnded = true;
        assertTrue(signedIn.isEnded());
        assertFalse(signedIn.has(Role.OPERATOR));
        assertFalse(signedIn.maySee("echo"));
    }

    private final class Directory implements CallerDirectory {
        @Override
        public Recognition recognise(Credentials credentials) {
            seen = Optional.of(credentials);
            return recognition;
        }

        @Override
        public Optional<CallerAccess> named(String name) {
            throw new UnsupportedOperationException("is not asked");
        }

        @Override
        public boolean isConfigured() {
            return true;
        }

        @Override
        public List<String> issuers() {
            return List.of();
        }
    }

    private static final class Access implements CallerAccess {
        private boolean isEnded;

        @Override
        public Caller caller() {
            return Caller.of(Caller.Kind.CLIENT, "ops");
        }

        @Override
        public boolean maySee(String tool) {
            return !isEnded && tool.equals("echo");
        }

        @Override
        public boolean has(Role role) {
            return !isEnded && role == Role.OPERATOR;
        }

        @Override
        public boolean isEnded() {
            return isEnded;
        }

        @Override
        public Optional<Instant> expiry() {
            return Optional.empty();
        }

        @Override
        public Registration onEnd(Runnable callback) {
            throw new UnsupportedOperationException("is not asked");
        }
    }
}
