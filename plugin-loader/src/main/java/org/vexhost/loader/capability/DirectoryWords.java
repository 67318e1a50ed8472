package org.vexhost.loader.capability;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;

/**
 * A directory in command-line syntax. The guest path is first, then {@code =} and a host directory
 * (omitted for the tool's own data folder). These options can follow: {@code :ro} or {@code :rw},
 * {@code :shared}, {@code :bytes=N}, {@code :files=N}.
 *
 * @param guest the path as the tool sees it
 * @param host the path on the host; empty for the tool's own folder
 * @param access whether the tool may write
 * @param sharing whether other processes may change the directory
 * @param maxBytes the quota of bytes
 * @param maxFiles the quota of files
 */
record DirectoryWords(
        String guest,
        Optional<Path> host,
        Grant.Access access,
        Grant.Sharing sharing,
        long maxBytes,
        long maxFiles) {

    private static final int MAX_PATH = 4_096;

    Grant.FileSystem on(Path folder) {
        return new Grant.FileSystem(guest, folder, access, sharing, maxBytes, maxFiles);
    }

    static DirectoryWords parse(String text) {
        String rest = text;
        Grant.Access access = Grant.Access.READ;
        Grant.Sharing sharing = Grant.Sharing.EXCLUSIVE;
        long maxBytes = Grant.FileSystem.DEFAULT_MAX_BYTES;
        long maxFiles = Grant.FileSystem.DEFAULT_MAX_FILES;
        // Options are parsed from the end, so a colon within a path remains a part of the path.
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
        return new DirectoryWords(guest, host, access, sharing, maxBytes, maxFiles);
    }

    /**
     * Parses a tool's request in the form that messages show: the guest path, then optionally the
     * access. The tool chose the path, so no part of it may be taken as a host directory or a
     * quota.
     */
    static DirectoryWords parseRequested(String text) {
        boolean write = text.endsWith(":rw");
        String guest = write || text.endsWith(":ro") ? text.substring(0, text.length() - 3) : text;
        Grant.FileSystem.requireGuestPath(guest);
        return new DirectoryWords(
                guest,
                Optional.empty(),
                write ? Grant.Access.READ_WRITE : Grant.Access.READ,
                Grant.Sharing.EXCLUSIVE,
                Grant.FileSystem.DEFAULT_MAX_BYTES,
                Grant.FileSystem.DEFAULT_MAX_FILES);
    }

    /** Formats a granted directory in this syntax. */
    static String of(Grant.FileSystem directory) {
        return directory.guest()
                + "="
                + MessageText.escape(directory.host().toString(), MAX_PATH)
                + (directory.access() == Grant.Access.READ ? ":ro" : ":rw")
                + (directory.sharing() == Grant.Sharing.SHARED ? ":shared" : "")
                + quota("bytes", directory.maxBytes(), Grant.FileSystem.DEFAULT_MAX_BYTES)
                + quota("files", directory.maxFiles(), Grant.FileSystem.DEFAULT_MAX_FILES);
    }

    private static String quota(String name, long value, long normal) {
        return value == normal ? "" : ":" + name + "=" + value;
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
}
