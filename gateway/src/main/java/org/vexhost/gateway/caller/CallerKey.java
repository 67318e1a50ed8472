package org.vexhost.gateway.caller;

import java.util.Map;
import org.vexhost.api.Caller;

/**
 * Identifies the owner of a session or of a stored call. It includes the subject of a signed token,
 * so two people who share a caller's file do not own the same.
 *
 * @param kind how the caller was recognised
 * @param name the name of the caller
 * @param attributes further facts about the caller, such as {@code subject}
 */
public record CallerKey(Caller.Kind kind, String name, Map<String, String> attributes) {

    /** Copies the attributes. */
    public CallerKey {
        attributes = Map.copyOf(attributes);
    }

    /** Returns the key of a caller. */
    public static CallerKey of(Caller caller) {
        return new CallerKey(caller.kind(), caller.name(), caller.attributes());
    }
}
