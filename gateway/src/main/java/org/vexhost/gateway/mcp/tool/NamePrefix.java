package org.vexhost.gateway.mcp.tool;

import java.util.Optional;
import java.util.regex.Pattern;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;

/**
 * A prefix that clients see before the names of tools, so that they can distinguish several hosts.
 *
 * @param text 0 to {@value #MAX_LENGTH} characters that the protocol allows in names
 */
public record NamePrefix(String text) {

    /** The maximum length: 16 characters. */
    static final int MAX_LENGTH = 16;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{0," + MAX_LENGTH + "}");

    /** The empty prefix. */
    public static final NamePrefix NONE = new NamePrefix("");

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if the text is too long or has characters that are not
     *     allowed
     */
    public NamePrefix {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "namePrefix does not match %s [%s]"
                            .formatted(FORM.pattern(), MessageText.quote(text)));
        }
    }

    /** Returns the name that clients use for a tool. */
    String shown(String name) {
        return text + name;
    }

    /**
     * Returns the tool's own name for a name that a client used; empty if no tool of this host can
     * have that name.
     */
    Optional<String> own(String shown) {
        return Optional.of(shown)
                .filter(name -> name.startsWith(text))
                .map(name -> name.substring(text.length()))
                .filter(name -> ToolDefinition.NAME.matcher(name).matches());
    }
}
