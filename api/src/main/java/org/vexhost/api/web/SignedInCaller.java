package org.vexhost.api.web;

import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;

/**
 * A caller that was recognised, for as long as it is one. It ends, for good, when an operator
 * changes or removes the caller, renews its token, or when its token expires. Thread-safe.
 *
 * @since 1.0
 */
public interface SignedInCaller {

    /** Who it is. */
    Caller caller();

    /** Whether it has a role; false once it has ended. */
    boolean has(Role role);

    /** Whether it may see and call a tool; false once it has ended. */
    boolean maySee(String tool);

    /** Whether it has ended. */
    boolean isEnded();
}
