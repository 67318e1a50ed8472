package org.vexhost.loader.capability;

import java.nio.file.Path;
import org.vexhost.api.Grant;

/**
 * Creates a tool's own folder.
 *
 * @param <E> thrown if the folder cannot be created
 */
@FunctionalInterface
public interface OwnFolder<E extends Exception> {
    /**
     * Creates the folder if it does not exist.
     *
     * @param guest the directory's name as the tool sees it
     * @param access the access of the tool
     * @return the absolute path of the folder on the host
     */
    Path make(String guest, Grant.Access access) throws E;
}
