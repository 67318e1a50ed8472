package org.vexhost.gateway.mcp.tool;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Decodes header values, which may be encoded as {@code =?base64?…?=} around UTF-8. */
public final class HeaderText {

    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderText() {}

    /** Decodes the value of a header; empty if the encoding is malformed. */
    public static Optional<String> decode(String value) {
        String trimmed = value.strip();
        if (!trimmed.startsWith(BEGIN)
                || !trimmed.endsWith(END)
                || trimmed.length() < BEGIN.length() + END.length()) {
            return Optional.of(trimmed);
        }
        String payload = trimmed.substring(BEGIN.length(), trimmed.length() - END.length());
        try {
            byte[] bytes = Base64.getDecoder().decode(payload);
            if (!Base64.getEncoder().encodeToString(bytes).equals(payload)) {
                return Optional.empty();
            }
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
