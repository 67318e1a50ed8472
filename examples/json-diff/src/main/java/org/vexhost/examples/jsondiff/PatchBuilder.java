package org.vexhost.examples.jsondiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vexhost.examples.jsondiff.Node.ArrayNode;
import org.vexhost.examples.jsondiff.Node.ObjectNode;

/**
 * Finds a JSON Patch that turns one value into another. Objects are compared member by member; in
 * arrays, the elements of a longest common subsequence are kept.
 */
final class PatchBuilder {

    /**
     * The largest table of subsequences, in cells. A larger one would take too much memory and
     * time.
     */
    static final long MAX_TABLE_CELLS = 1_000_000;

    private final List<Operation> operations = new ArrayList<>();

    private PatchBuilder() {}

    static List<Operation> between(Node from, Node to) throws InterruptedException {
        PatchBuilder builder = new PatchBuilder();
        builder.compare(Pointer.ROOT, from, to);
        return List.copyOf(builder.operations);
    }

    private void compare(String path, Node from, Node to) throws InterruptedException {
        requireNotInterrupted();
        if (from.equals(to)) {
            return;
        }
        if (from instanceof ObjectNode a && to instanceof ObjectNode b) {
            compareMembers(path, a.members(), b.members());
        } else if (from instanceof ArrayNode a && to instanceof ArrayNode b) {
            compareElements(path, a.elements(), b.elements());
        } else {
            operations.add(new Operation.Replace(path, to));
        }
    }

    private void compareMembers(String path, Map<String, Node> from, Map<String, Node> to)
            throws InterruptedException {
        for (String name : from.keySet()) {
            if (!to.containsKey(name)) {
                operations.add(new Operation.Remove(Pointer.child(path, name)));
            }
        }
        for (Map.Entry<String, Node> member : to.entrySet()) {
            String child = Pointer.child(path, member.getKey());
            Node before = from.get(member.getKey());
            if (before == null) {
                operations.add(new Operation.Add(child, member.getValue()));
            } else {
                compare(child, before, member.getValue());
            }
        }
    }

    private void compareElements(String path, List<Node> from, List<Node> to)
            throws InterruptedException {
        int start = 0;
        int fromEnd = from.size();
        int toEnd = to.size();
        while (start < fromEnd && start < toEnd && from.get(start).equals(to.get(start))) {
            start++;
        }
        while (fromEnd > start
                && toEnd > start
                && from.get(fromEnd - 1).equals(to.get(toEnd - 1))) {
            fromEnd--;
            toEnd--;
        }
        List<Node> a = from.subList(start, fromEnd);
        List<Node> b = to.subList(start, toEnd);
        CommonElements common =
                (a.size() + 1L) * (b.size() + 1L) <= MAX_TABLE_CELLS
                        ? CommonElements.longest(a, b)
                        : CommonElements.none();
        edit(path, start, a, b, common);
    }

    /** Walks through both lists; {@code at} is the current index in the edited array. */
    private void edit(String path, int at, List<Node> from, List<Node> to, CommonElements common)
            throws InterruptedException {
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            boolean keepFrom = i < from.size() && common.hasFirst(i);
            boolean keepTo = j < to.size() && common.hasSecond(j);
            if (keepFrom && keepTo) {
                i++;
                j++;
                at++;
            } else if (i < from.size() && !keepFrom && j < to.size() && !keepTo) {
                compare(Pointer.child(path, at), from.get(i++), to.get(j++));
                at++;
            } else if (i < from.size() && !keepFrom) {
                operations.add(new Operation.Remove(Pointer.child(path, at)));
                i++;
            } else {
                operations.add(new Operation.Add(Pointer.child(path, at), to.get(j++)));
                at++;
            }
        }
    }

    static void requireNotInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }
}
