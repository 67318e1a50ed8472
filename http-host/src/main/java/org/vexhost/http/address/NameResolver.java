package org.vexhost.http.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Resolves names to addresses. A resolver may take any amount of time, and need not react to
 * interrupts.
 */
@FunctionalInterface
public interface NameResolver {

    /** The name resolution of this machine. */
    NameResolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /**
     * Returns all addresses of a name, in the order in which they should be tried. There is at
     * least one.
     *
     * @throws UnknownHostException if the name has no addresses, or could not be resolved
     */
    List<InetAddress> resolve(String name) throws UnknownHostException;
}
