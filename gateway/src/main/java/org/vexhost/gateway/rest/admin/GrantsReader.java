package org.vexhost.gateway.rest.admin;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.GrantsInfo.Updates;

/**
 * The grants in an operator's request, in the format of the files in {@code etc/grants/}.
 *
 * @param grants the grants, grouped by kind
 * @param digest digest of the artifact that the operator looked at; empty if the request has none
 */
record GrantsReader(List<Grant> grants, Optional<Updates> updates, Optional<String> digest) {

    private static final int MAX_GRANTS = 1000;
    private static final List<String> MEMBERS =
            List.of(
                    "environment",
                    "fileSystem",
                    "network",
                    "addressRanges",
                    "secrets",
                    "cryptography",
                    "updates",
                    "digest");
    private static final List<String> SECRET = List.of("name", "origins", "headers");
    private static final List<String> DIRECTORY =
            List.of("guest", "host", "access", "shared", "maxBytes", "maxFiles");

    /** Creates the tool's own folder. */
    @FunctionalInterface
    interface OwnFolder {
        Path make(String guest, Grant.Access access) throws AdministrationException;
    }

    /**
     * Reads a body.
     *
     * @param own creates a host folder for each directory whose grant names no host folder
     * @throws RefusedException if the body grants nothing or is invalid
     */
    static GrantsReader read(AdminRequest request, OwnFolder own)
            throws RefusedException, AdministrationException {
        JsonBody body = JsonBody.of(request, MEMBERS);
        Optional<Updates> updates = updates(body);
        Optional<String> digest = body.text("digest");
        if (digest.isPresent()) {
            digest = Optional.of(AdminRequest.digest(digest.get()));
        }
        List<Grant> grants = new ArrayList<>();
        try {
            body.texts("environment").forEach(each -> grants.add(new Grant.Environment(each)));
            for (JsonBody origin :
                    body.objects("network", Optional.of("origin"), List.of("origin", "methods"))) {
                grants.add(
                        new Grant.Network(
                                origin.requiredText("origin"),
                                Set.copyOf(origin.someTexts("methods"))));
            }
            body.texts("addressRanges").forEach(each -> grants.add(new Grant.AddressRange(each)));
            for (JsonBody secret : body.objects("secrets", Optional.empty(), SECRET)) {
                grants.add(
                        new Grant.Secret(
                                secret.requiredText("name"),
                                new HashSet<>(secret.texts("origins")),
                                new HashSet<>(secret.texts("headers"))));
            }
            if (body.flag("cryptography")) {
                grants.add(new Grant.Cryptography());
            }
            // Directories come last, so that an error in another grant leaves no new folder behind.
            for (JsonBody each : body.objects("fileSystem", Optional.of("guest"), DIRECTORY)) {
                requireRoom(grants);
                grants.add(directory(each, own));
            }
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid(String.valueOf(e.getMessage()));
        }
        requireRoom(grants);
        if (grants.isEmpty() && updates.isEmpty()) {
            throw RefusedException.invalid("body grants nothing");
        }
        return new GrantsReader(List.copyOf(grants), updates, digest);
    }

    private static void requireRoom(List<Grant> grants) throws RefusedException {
        if (grants.size() > MAX_GRANTS) {
            throw RefusedException.invalid(
                    "body exceeds the maximum of %d grants".formatted(MAX_GRANTS));
        }
    }

    private static Optional<Updates> updates(JsonBody body) throws RefusedException {
        Optional<String> word = body.text("updates");
        if (word.isEmpty()) {
            return Optional.empty();
        }
        for (Updates each : Updates.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word.get())) {
                return Optional.of(each);
            }
        }
        throw RefusedException.invalid(
                "updates is not 'approve' or 'trust' [%s]"
                        .formatted(MessageText.quote(word.get())));
    }

    private static Grant directory(JsonBody body, OwnFolder own)
            throws RefusedException, AdministrationException {
        String guest = body.requiredText("guest");
        Grant.FileSystem.requireGuestPath(guest);
        Grant.Access access =
                switch (body.text("access").orElse("read")) {
                    case "read" -> Grant.Access.READ;
                    case "readWrite" -> Grant.Access.READ_WRITE;
                    default ->
                            throw RefusedException.invalid("access is not 'read' or 'readWrite'");
                };
        Grant.Sharing sharing =
                body.flag("shared") ? Grant.Sharing.SHARED : Grant.Sharing.EXCLUSIVE;
        long maxBytes = body.number("maxBytes", Grant.FileSystem.DEFAULT_MAX_BYTES);
        long maxFiles = body.number("maxFiles", Grant.FileSystem.DEFAULT_MAX_FILES);
        Optional<String> host = body.text("host");
        Path folder = host.isPresent() ? path(host.get()) : own.make(guest, access);
        return new Grant.FileSystem(guest, folder, access, sharing, maxBytes, maxFiles);
    }

    private static Path path(String text) throws RefusedException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw RefusedException.invalid(
                    "host is not a path [%s]".formatted(MessageText.quote(text)));
        }
    }
}
