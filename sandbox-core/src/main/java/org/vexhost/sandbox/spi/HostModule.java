package org.vexhost.sandbox.spi;

import java.util.List;

/**
 * A module of host functions, for example {@code wasi_snapshot_preview1}. Stateless and
 * thread-safe: the state of a call is in the session.
 *
 * @param <S> the type of its sessions
 * @since 1.0
 */
public interface HostModule<S extends HostSession> {

    /**
     * Returns the module name that guests use in their imports. Several modules may share a name if
     * their functions have different names.
     */
    String name();

    /** Returns the functions; always the same list. Their names are unique. */
    List<HostFunction<S>> functions();

    /**
     * Opens the session of a call. This must be cheap: create state that not every call needs on
     * first use.
     *
     * @param context the call
     */
    S open(CallContext context);
}
