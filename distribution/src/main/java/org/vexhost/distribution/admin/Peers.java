package org.vexhost.distribution.admin;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Who may speak to the host: its own user, and root. The folder of the socket keeps others out
 * already; this holds should somebody open that folder.
 *
 * @param user the name of the host's user
 */
record Peers(String user) {

    private static final Set<String> ALWAYS = Set.of("root");

    static Peers ownerOf(Path socket) throws IOException {
        return new Peers(Files.getOwner(socket).getName());
    }

    boolean mayEnter(SocketChannel client) throws IOException {
        if (!client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        String peer = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return peer.equals(user) || ALWAYS.contains(peer);
    }
}
