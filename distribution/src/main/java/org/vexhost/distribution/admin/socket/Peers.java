package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Who may speak to the host: its own user, and root. The folder of the socket keeps others out
 * already; this holds should somebody open that folder.
 *
 * <p>Users are compared by their number: the name of one cannot be looked up while there are no
 * file handles left.
 *
 * @param allowed the host's user and root
 */
record Peers(Set<UserPrincipal> allowed) {

    static Peers ownerOf(Path socket) throws IOException {
        Set<UserPrincipal> allowed = new HashSet<>();
        allowed.add(Files.getOwner(socket));
        try {
            allowed.add(
                    socket.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("root"));
        } catch (IOException | UnsupportedOperationException e) {
            // A system without such a user.
        }
        return new Peers(allowed);
    }

    /** The user at the other end; empty where the system does not tell. */
    static Optional<UserPrincipal> userOf(SocketChannel client) {
        if (!client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return Optional.empty();
        }
        try {
            return Optional.of(client.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Why a client may not enter; empty if it may. */
    Optional<String> rejection(SocketChannel client) {
        if (!client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return Optional.empty();
        }
        try {
            UserPrincipal user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            return allowed.contains(user)
                    ? Optional.empty()
                    : Optional.of("host belongs to another user than '%s'".formatted(user));
        } catch (IOException e) {
            return Optional.of(
                    "host cannot tell which user you are [%s]; try again"
                            .formatted(e.getMessage()));
        }
    }
}
