package org.vexhost.loader.grant;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.grant.ToolGrants.Follow;
import org.vexhost.loader.json.JsonCursor;
import org.vexhost.loader.json.JsonFormException;
import org.vexhost.loader.json.JsonText;

/** Parses and renders {@code etc/grants/NAME.json}. */
final class GrantsFile {

    static final int MAX_BYTES = 1 << 20;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}", Pattern.CASE_INSENSITIVE);
    private static final Pattern ARTIFACT =
            Pattern.compile(ArtifactDigest.FORM.pattern(), Pattern.CASE_INSENSITIVE);

    private static final List<String> MEMBERS =
            Stream.concat(
                            Stream.of("artifact", "sha256", "follow"),
                            CapabilityTypes.all().grantMembers().stream())
                    .toList();

    private final Path own;
    private final List<Grant> grants = new ArrayList<>();
    private Optional<String> artifact = Optional.empty();
    private Optional<String> module = Optional.empty();
    private Follow follow = Follow.APPROVE_UPDATES;

    private GrantsFile(Path own) {
        this.own = own;
    }

    /**
     * Parses a grants file. Does not check its folders: they may be missing or forbidden.
     *
     * @param own the tool's own folder, for directories without a host folder
     * @param utf8 the file's content
     * @throws GrantException with the place and the reason
     */
    static ToolGrants parse(Path own, byte[] utf8) throws GrantException {
        GrantsFile file = new GrantsFile(own);
        try {
            JsonCursor.read(
                    utf8,
                    MAX_BYTES,
                    cursor -> {
                        cursor.readObject(file::readMember);
                        return file;
                    });
            return new ToolGrants(Grants.of(file.grants), file.artifact, file.module, file.follow);
        } catch (JsonFormException | IllegalArgumentException e) {
            throw new GrantException(Reason.INVALID_FILE, String.valueOf(e.getMessage()), e);
        }
    }

    private void readMember(String key, JsonCursor cursor) throws JsonFormException {
        switch (key) {
            case "$schema" -> cursor.readString();
            case "artifact" ->
                    artifact =
                            Optional.of(
                                    read(cursor, ARTIFACT, "'sha256:' and 64 hexadecimal digits"));
            // Earlier releases wrote this member; their grants applied to a module.
            case "sha256" -> module = Optional.of(read(cursor, SHA256, "64 hexadecimal digits"));
            case "follow" ->
                    follow = cursor.readBoolean() ? Follow.TRUST_UPDATES : Follow.APPROVE_UPDATES;
            default ->
                    grants.addAll(
                            CapabilityTypes.all()
                                    .readGrants(key, cursor, own)
                                    .orElseThrow(() -> cursor.unknown(MEMBERS)));
        }
    }

    private static String read(JsonCursor cursor, Pattern form, String words)
            throws JsonFormException {
        String value = cursor.readString();
        if (!form.matcher(value).matches()) {
            throw cursor.problem("is not %s [%s]".formatted(words, MessageText.quote(value)));
        }
        return value.toLowerCase(Locale.ROOT);
    }

    /** Renders the form that {@link #parse} reads. */
    static byte[] render(ToolGrants granted) {
        JsonText out = new JsonText();
        out.beginObject();
        granted.artifact().ifPresent(digest -> out.name("artifact").value(digest));
        granted.module().ifPresent(hash -> out.name("sha256").value(hash));
        out.name("follow").value(granted.follow() == Follow.TRUST_UPDATES);
        CapabilityTypes.all().writeGrants(out, granted.grants().all());
        out.endObject();
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
