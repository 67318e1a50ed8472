package org.vexhost.examples.jsondiff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vexhost.examples.jsondiff.Node.ObjectNode;
import org.vexhost.examples.jsondiff.Node.StringNode;

/** One step of a JSON Patch (RFC 6902). */
sealed interface Operation {

    /** A JSON Pointer to the changed value. */
    String path();

    /** Inserts a value, or sets a member. */
    record Add(String path, Node value) implements Operation {}

    /** Removes a value. */
    record Remove(String path) implements Operation {}

    /** Replaces a value. */
    record Replace(String path, Node value) implements Operation {}

    /** Returns the step in the format of the RFC. */
    default ObjectNode toNode() {
        Map<String, Node> members = new LinkedHashMap<>();
        if (this instanceof Add add) {
            members.put("op", new StringNode("add"));
            members.put("path", new StringNode(path()));
            members.put("value", add.value());
        } else if (this instanceof Replace replace) {
            members.put("op", new StringNode("replace"));
            members.put("path", new StringNode(path()));
            members.put("value", replace.value());
        } else {
            members.put("op", new StringNode("remove"));
            members.put("path", new StringNode(path()));
        }
        return new ObjectNode(members);
    }
}
