package org.vexhost.api.web;

import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * A caller that has signed in with a token. The sign-in ends permanently when an operator changes
 * or removes the caller or renews its token, or when the token expires. Thread-safe.
 *
 * @since 1.0
 */
public interface SignedInCaller {

    /** Returns the identity of the caller. */
    Caller caller();

    /** Returns whether the caller has a role; false after the sign-in has ended. */
    boolean has(Role role);

    /** Returns whether the caller may see and call a tool; false after the sign-in has ended. */
    boolean maySee(String tool);

    /** Returns whether the sign-in has ended. */
    boolean isEnded();
}
