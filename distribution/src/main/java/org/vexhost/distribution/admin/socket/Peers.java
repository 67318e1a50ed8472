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
 * The users that may connect to the host: its own user, and root. The permissions of the socket's
 * folder already exclude other users. This check protects the host if someone changes those
 * permissions.
 *
 * <p>Users are compared by number. A user's name cannot be looked up while no file handle is left.
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
            // The system does not have this user.
        }
        return new Peers(allowed);
    }

    /** Returns the user of a client; empty if the system does not report it. */
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

    /** Returns the reason why a client is rejected; empty if the client is accepted. */
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
