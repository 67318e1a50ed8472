package org.vexhost.examples.jsondiff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vexhost.examples.jsondiff.Node.Literal;
import org.vexhost.examples.jsondiff.Node.ObjectNode;

/**
 * Builds JSON Merge Patches (RFC 7396), which have the changed members, and {@code null} for
 * removed members.
 */
final class MergePatch {

    private MergePatch() {}

    /**
     * Finds the merge patch that turns one value into another.
     *
     * @throws NotExpressibleException if a member has to become null, which a merge patch cannot
     *     express
     */
    static Node between(Node from, Node to) throws InterruptedException, NotExpressibleException {
        return between(Pointer.ROOT, from, to);
    }

    private static Node between(String path, Node from, Node to)
            throws InterruptedException, NotExpressibleException {
        PatchBuilder.requireNotInterrupted();
        if (!(to instanceof ObjectNode after)) {
            return to;
        }
        Map<String, Node> before = from instanceof ObjectNode object ? object.members() : Map.of();
        Map<String, Node> patch = new LinkedHashMap<>();
        for (String name : before.keySet()) {
            if (!after.members().containsKey(name)) {
                patch.put(name, Literal.NULL);
            }
        }
        for (Map.Entry<String, Node> member : after.members().entrySet()) {
            Node old = before.get(member.getKey());
            if (member.getValue().equals(old)) {
                continue;
            }
            String child = Pointer.child(path, member.getKey());
            if (member.getValue() == Literal.NULL) {
                throw new NotExpressibleException(child);
            }
            patch.put(
                    member.getKey(),
                    between(child, old == null ? Literal.NULL : old, member.getValue()));
        }
        return new ObjectNode(patch);
    }

    /** A member has to become null. */
    static final class NotExpressibleException extends Exception {

        private static final long serialVersionUID = 1L;

        NotExpressibleException(String path) {
            super(path);
        }
    }
}
