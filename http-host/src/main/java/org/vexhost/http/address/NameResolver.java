package org.vexhost.http.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves names. It may take any time, and need not react to interrupts. */
@FunctionalInterface
public interface NameResolver {

    /** The name resolution of this machine. */
    NameResolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /**
     * Returns all addresses of a name, at least one, in the order in which they are to be tried.
     *
     * @throws UnknownHostException if the name has none, or could not be resolved
     */
    List<InetAddress> resolve(String name) throws UnknownHostException;
}
