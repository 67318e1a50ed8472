package org.vexhost.gateway.caller.book;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.file.CallerSettings;

/**
 * A configured caller, as its file currently describes it. The entry ends when the file changes.
 */
final class CallerEntry {

    private static final int MAX_SUBJECT = 256;

    private final String name;
    private final CallerSettings settings;
    private final Lifetime lifetime = new Lifetime();
    private final CallerAccess access;

    CallerEntry(String name, CallerSettings settings) {
        this.name = name;
        this.settings = settings;
        access = new EntryAccess(this, Caller.of(Caller.Kind.CLIENT, name));
    }

    String name() {
        return name;
    }

    CallerSettings settings() {
        return settings;
    }

    /** The access of a caller that is identified without a signed token. */
    CallerAccess access() {
        return access;
    }

    /** The access of a caller with a signed token, until that token expires. */
    CallerAccess accessOf(String subject, Instant expiry, InstantSource clock, Expiries expiries) {
        String printable = MessageText.escape(subject, MAX_SUBJECT);
        String cut =
                printable.length() <= MAX_SUBJECT ? printable : printable.substring(0, MAX_SUBJECT);
        Caller caller = Caller.of(Caller.Kind.CLIENT, name);
        return new SignedAccess(
                new EntryAccess(this, cut.isEmpty() ? caller : caller.with("subject", cut)),
                expiry,
                clock,
                expiries);
    }

    void end() {
        lifetime.end();
    }

    /** The rights that the entry gives to a caller. */
    private record EntryAccess(CallerEntry entry, Caller caller) implements CallerAccess {
        @Override
        public boolean maySee(String tool) {
            return !isEnded() && entry.settings.tools().matches(tool);
        }

        @Override
        public boolean has(Role role) {
            return !isEnded() && entry.settings.roles().contains(role);
        }

        @Override
        public boolean isEnded() {
            return entry.lifetime.isEnded();
        }

        @Override
        public Registration onEnd(Runnable callback) {
            return entry.lifetime.onEnd(callback);
        }

        @Override
        public Optional<Instant> expiry() {
            return Optional.empty();
        }
    }

    /** The same rights, until the caller's token expires. */
    private record SignedAccess(
            CallerAccess base, Instant end, InstantSource clock, Expiries expiries)
            implements CallerAccess {
        @Override
        public Caller caller() {
            return base.caller();
        }

        @Override
        public boolean maySee(String tool) {
            return !isEnded() && base.maySee(tool);
        }

        @Override
        public boolean has(Role role) {
            return !isEnded() && base.has(role);
        }

        @Override
        public boolean isEnded() {
            return base.isEnded() || !clock.instant().isBefore(end);
        }

        @Override
        public Registration onEnd(Runnable callback) {
            Lifetime either = new Lifetime();
            either.onEnd(callback);
            Registration ofEntry = base.onEnd(either::end);
            Registration ofToken = expiries.at(end, either::end);
            return () -> {
                ofEntry.close();
                ofToken.close();
            };
        }

        @Override
        public Optional<Instant> expiry() {
            return Optional.of(end);
        }
    }
}
