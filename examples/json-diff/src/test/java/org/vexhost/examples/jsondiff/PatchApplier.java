package org.vexhost.examples.jsondiff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.examples.jsondiff.Node.ArrayNode;
import org.vexhost.examples.jsondiff.Node.Literal;
import org.vexhost.examples.jsondiff.Node.ObjectNode;

/** Applies patches as the RFCs say, to check what the tool finds. */
final class PatchApplier {

    private PatchApplier() {}

    static Node apply(Node document, List<Operation> patch) {
        for (Operation operation : patch) {
            String[] names = operation.path().split("/", -1);
            document = apply(document, names, 1, operation);
        }
        return document;
    }

    private static Node apply(Node node, String[] names, int at, Operation operation) {
        if (at == names.length) {
            return ((Operation.Replace) operation).value();
        }
        boolean last = at == names.length - 1;
        String name = names[at].replace("~1", "/").replace("~0", "~");
        if (node instanceof ObjectNode object) {
            Map<String, Node> members = new LinkedHashMap<>(object.members());
            if (last && operation instanceof Operation.Add add) {
                members.put(name, add.value());
            } else if (!members.containsKey(name)) {
                throw new AssertionError("no member " + name);
            } else if (last && operation instanceof Operation.Remove) {
                members.remove(name);
            } else {
                members.put(name, apply(members.get(name), names, at + 1, operation));
            }
            return new ObjectNode(members);
        }
        List<Node> elements = new ArrayList<>(((ArrayNode) node).elements());
        int index = Integer.parseInt(name);
        if (last && operation instanceof Operation.Add add) {
            elements.add(index, add.value());
        } else if (last && operation instanceof Operation.Remove) {
            elements.remove(index);
        } else {
            elements.set(index, apply(elements.get(index), names, at + 1, operation));
        }
        return new ArrayNode(elements);
    }

    /** The procedure of RFC 7396, section 2. */
    static Node merge(Node target, Node patch) {
        if (!(patch instanceof ObjectNode object)) {
            return patch;
        }
        Map<String, Node> members = new LinkedHashMap<>();
        if (target instanceof ObjectNode before) {
            members.putAll(before.members());
        }
        object.members()
                .forEach(
                        (name, value) -> {
                            if (value == Literal.NULL) {
                                members.remove(name);
                            } else {
                                Node old = members.getOrDefault(name, Literal.NULL);
                                members.put(name, merge(old, value));
                            }
                        });
        return new ObjectNode(members);
    }
}
