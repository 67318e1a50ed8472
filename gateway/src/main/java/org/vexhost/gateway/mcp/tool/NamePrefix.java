package org.vexhost.gateway.mcp.tool;

import java.util.Optional;
import java.util.regex.Pattern;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;

/**
 * What clients see before the names of tools, so that they can tell several hosts apart.
 *
 * @param text 0 to {@value #MAX_LENGTH} characters that a name of the protocol may have
 */
public record NamePrefix(String text) {

    /** The longest: 16 characters. */
    static final int MAX_LENGTH = 16;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{0," + MAX_LENGTH + "}");

    /** Names are shown as they are. */
    public static final NamePrefix NONE = new NamePrefix("");

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if it is too long, or has other characters
     */
    public NamePrefix {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "namePrefix does not match %s [%s]"
                            .formatted(FORM.pattern(), MessageText.quote(text)));
        }
    }

    /** What clients call a tool. */
    String shown(String name) {
        return text + name;
    }

    /** The tool that clients call so; empty if it cannot be one of this host's. */
    Optional<String> own(String shown) {
        return Optional.of(shown)
                .filter(name -> name.startsWith(text))
                .map(name -> name.substring(text.length()))
                .filter(name -> ToolDefinition.NAME.matcher(name).matches());
    }
}
