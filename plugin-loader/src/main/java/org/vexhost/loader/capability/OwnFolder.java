package org.vexhost.loader.capability;

import java.nio.file.Path;
import org.vexhost.api.Grant;

/**
 * Makes the folder that a tool has for itself.
 *
 * @param <E> thrown if it cannot be made
 */
@FunctionalInterface
public interface OwnFolder<E extends Exception> {
    /**
     * Makes the folder when it is absent.
     *
     * @param guest the directory's name as the tool sees it
     * @return its absolute path on the host
     */
    Path make(String guest, Grant.Access access) throws E;
}
