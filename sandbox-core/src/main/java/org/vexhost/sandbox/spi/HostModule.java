package org.vexhost.sandbox.spi;

import java.util.List;

/**
 * A module of host functions, for example {@code wasi_snapshot_preview1}. Stateless and
 * thread-safe: what belongs to a call is in the session.
 *
 * @param <S> the type of its sessions
 * @since 1.0
 */
public interface HostModule<S extends HostSession> {

    /** The import module name. Several modules may have the same name and different functions. */
    String name();

    /** The functions; always the same list. Names are unique. */
    List<HostFunction<S>> functions();

    /**
     * Begins a call. Cheap: what a call may never use is made when it is first used.
     *
     * @param context the call
     */
    S open(CallContext context);
}
