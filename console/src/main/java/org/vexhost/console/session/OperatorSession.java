package org.vexhost.console.session;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.web.SignedInCaller;

/** The session of a signed-in operator. Thread-safe. */
public final class OperatorSession {

    private final String id = RandomWords.make();
    private final String formToken = RandomWords.make();
    private final SignedInCaller signedIn;
    private final Instant begun;
    private volatile Instant used;

    /** The message for the next page; null if there is none. Guarded by this. */
    private @Nullable Notice notice;

    /** A message that the next page shows. */
    public record Notice(boolean isProblem, String text) {}

    OperatorSession(SignedInCaller signedIn, Instant now) {
        this.signedIn = signedIn;
        this.begun = now;
        this.used = now;
    }

    /** Returns the id, which is the value of the cookie. */
    public String id() {
        return id;
    }

    Instant begun() {
        return begun;
    }

    Instant used() {
        return used;
    }

    void use(Instant now) {
        used = now;
    }

    boolean isOperator() {
        return signedIn.has(Role.OPERATOR);
    }

    /** Returns the token that each form of this session must send back. */
    public String formToken() {
        return formToken;
    }

    /** Returns the operator as a caller; changes are made on behalf of this caller. */
    public Caller operator() {
        return signedIn.caller().with("way", "console");
    }

    /** Returns whether the operator may call a tool. */
    public boolean mayCall(String tool) {
        return signedIn.maySee(tool);
    }

    /** Sets the message that the next page shows. */
    public synchronized void tell(boolean isProblem, String text) {
        notice = new Notice(isProblem, text);
    }

    /** Returns the message for the next page, and removes it. */
    public synchronized Optional<Notice> takeNotice() {
        Optional<Notice> taken = Optional.ofNullable(notice);
        notice = null;
        return taken;
    }
}
