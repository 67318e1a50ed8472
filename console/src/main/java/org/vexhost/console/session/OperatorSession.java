package org.vexhost.console.session;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.api.web.SignedInCaller;

/** An operator who is signed in. Thread-safe. */
public final class OperatorSession {

    private final String id = RandomWords.make();
    private final String formToken = RandomWords.make();
    private final SignedInCaller signedIn;
    private final Instant begun;
    private volatile Instant used;

    /** Guarded by this. */
    private @Nullable Notice notice;

    /** What happened, told on the next page. */
    public record Notice(boolean isProblem, String text) {}

    OperatorSession(SignedInCaller signedIn, Instant now) {
        this.signedIn = signedIn;
        this.begun = now;
        this.used = now;
    }

    /** What the cookie holds. */
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

    /** What each form has to send back. */
    public String formToken() {
        return formToken;
    }

    /** Under whose name changes are made. */
    public Caller operator() {
        return signedIn.caller().with("way", "console");
    }

    /** Whether the operator may call a tool. */
    public boolean mayCall(String tool) {
        return signedIn.maySee(tool);
    }

    /** Tells something on the next page. */
    public synchronized void tell(boolean isProblem, String text) {
        notice = new Notice(isProblem, text);
    }

    /** What there is to tell, once. */
    public synchronized Optional<Notice> takeNotice() {
        Optional<Notice> taken = Optional.ofNullable(notice);
        notice = null;
        return taken;
    }
}
