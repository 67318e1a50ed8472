package org.vexhost.http.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks for the addresses of a name; may take as long as it likes, and need not end early. */
@FunctionalInterface
public interface NameResolver {

    /** The one of this machine. */
    NameResolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /**
     * All addresses of a name, in the order in which they are to be tried; at least one.
     *
     * @throws UnknownHostException if there are none, or nobody could be asked
     */
    List<InetAddress> resolve(String name) throws UnknownHostException;
}
