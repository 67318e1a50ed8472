package org.vexhost.loader.shell;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import org.vexhost.loader.grant.GrantText;

/**
 * How grants are written on a command line: a variable or a prefix and {@code *}; a guest directory
 * with {@code =} and a host directory, or without, for the tool's own data folder, then {@code :ro}
 * or {@code :rw}, {@code :shared}, {@code :bytes=N}, {@code :files=N}; an origin.
 */
final class GrantSyntax {

    private static final List<String> GRANTABLE =
            Stream.of(
                            Capability.ENVIRONMENT,
                            Capability.FILE_SYSTEM,
                            Capability.NETWORK,
                            Capability.SECRET,
                            Capability.CRYPTOGRAPHY)
                    .map(Capability::key)
                    .toList();

    private GrantSyntax() {}

    /**
     * A directory as it was written.
     *
     * @param guest as the tool sees it
     * @param host on the host; empty for the tool's own folder
     */
    record Directory(
            String guest,
            Optional<Path> host,
            Grant.Access access,
            Grant.Sharing sharing,
            long maxBytes,
            long maxFiles) {

        Grant.FileSystem on(Path folder) {
            return new Grant.FileSystem(guest, folder, access, sharing, maxBytes, maxFiles);
        }
    }

    static Capability capability(String word) {
        return Capability.find(word)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "capability %s is not known [%s]%s"
                                                .formatted(
                                                        MessageText.quote(word),
                                                        String.join(", ", GRANTABLE),
                                                        Suggestion.clause(word, GRANTABLE))));
    }

    static Directory directory(String text) {
        String rest = text;
        Grant.Access access = Grant.Access.READ;
        Grant.Sharing sharing = Grant.Sharing.EXCLUSIVE;
        long maxBytes = Grant.FileSystem.DEFAULT_MAX_BYTES;
        long maxFiles = Grant.FileSystem.DEFAULT_MAX_FILES;
        // From the end, so that a colon in a path stays in it.
        for (int colon = rest.lastIndexOf(':'); colon > 0; colon = rest.lastIndexOf(':')) {
            String option = rest.substring(colon + 1).toLowerCase(Locale.ROOT);
            if (option.equals("ro")) {
                access = Grant.Access.READ;
            } else if (option.equals("rw")) {
                access = Grant.Access.READ_WRITE;
            } else if (option.equals("shared")) {
                sharing = Grant.Sharing.SHARED;
            } else if (option.startsWith("bytes=")) {
                maxBytes = number(text, option);
            } else if (option.startsWith("files=")) {
                maxFiles = number(text, option);
            } else {
                break;
            }
            rest = rest.substring(0, colon);
        }
        int equals = rest.indexOf('=');
        String guest = equals < 0 ? rest : rest.substring(0, equals);
        Grant.FileSystem.requireGuestPath(guest);
        Optional<Path> host =
                equals < 0 ? Optional.empty() : Optional.of(host(rest.substring(equals + 1)));
        return new Directory(guest, host, access, sharing, maxBytes, maxFiles);
    }

    /**
     * A directory as messages show what a tool asks for: its name in the guest, then perhaps an
     * access. The tool wrote the name, so nothing in it is a host directory or a quota.
     */
    static Directory asked(String text) {
        boolean write = text.endsWith(":rw");
        String guest = write || text.endsWith(":ro") ? text.substring(0, text.length() - 3) : text;
        Grant.FileSystem.requireGuestPath(guest);
        return new Directory(
                guest,
                Optional.empty(),
                write ? Grant.Access.READ_WRITE : Grant.Access.READ,
                Grant.Sharing.EXCLUSIVE,
                Grant.FileSystem.DEFAULT_MAX_BYTES,
                Grant.FileSystem.DEFAULT_MAX_FILES);
    }

    /**
     * A secret.
     *
     * @param origins with commas between them; as {@code headers}
     */
    static Grant.Secret secret(String name, Optional<String> origins, Optional<String> headers) {
        if (origins.isEmpty() || headers.isEmpty()) {
            throw new IllegalArgumentException(
                    "grant of secret %s names no %s"
                            .formatted(
                                    MessageText.quote(name),
                                    origins.isEmpty()
                                            ? "origin; add --origin ORIGIN"
                                            : "header field; add --header HEADER"));
        }
        return new Grant.Secret(name, split(origins.get()), split(headers.get()));
    }

    private static Set<String> split(String values) {
        return new LinkedHashSet<>(List.of(values.split(",", -1)));
    }

    private static Path host(String text) {
        try {
            return Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "host path is not a path [%s]".formatted(MessageText.quote(text)), e);
        }
    }

    private static long number(String text, String option) {
        try {
            return Long.parseLong(option.substring(option.indexOf('=') + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "quota is not a number [%s]".formatted(MessageText.quote(text)), e);
        }
    }

    static List<String> texts(List<Grant> grants, Capability capability) {
        return grants.stream()
                .filter(grant -> grant.capability() == capability)
                .map(GrantText::value)
                .toList();
    }
}
