package org.vexhost.sandbox.codegen.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Divides a {@link DispatchLoop} that is too large for a method into groups of adjacent segments.
 * Each group becomes a loop with the part of the table that leads to its segments, and a region,
 * and thus a method in which control goes from segment to segment. The way to other groups is a
 * loop around all groups with the whole table. Fuel is counted and checked as before: what is added
 * costs nothing.
 */
final class DispatchGroups {

    private final DispatchLoop dispatch;

    /** The local that holds the number of the next segment on the way to it. */
    private final int next;

    private final int maxBytes;
    private final List<Group> groups;

    /** The loop around the groups, and the block around everything. */
    private final Node around;

    private final Node whole;

    /**
     * A divided loop.
     *
     * @param whole the block that replaces it
     * @param large the loops of groups that are still too large for a method
     */
    record Divided(Node whole, List<Node> large) {}

    /** Some adjacent segments. */
    private record Group(int first, int last, int size) {}

    private DispatchGroups(DispatchLoop dispatch, int next, int maxBytes) {
        this.dispatch = dispatch;
        this.next = next;
        this.maxBytes = maxBytes;
        this.groups = groups();
        this.around = block(Op.LOOP);
        this.whole = block(Op.BLOCK);
    }

    /**
     * Divides a loop.
     *
     * @param next a local that nothing else uses
     * @param maxBytes the largest estimated size of a group's bytecode, in bytes
     * @return null if the loop is not of this kind
     */
    static @Nullable Divided divide(Node loop, int next, int maxBytes) {
        DispatchLoop dispatch = DispatchLoop.of(loop);
        if (dispatch == null) {
            return null;
        }
        var groups = new DispatchGroups(dispatch, next, maxBytes);
        return groups.areSeparate() ? groups.divide() : null;
    }

    private List<Group> groups() {
        List<Group> found = new ArrayList<>();
        int first = 0;
        int size = 0;
        for (int i = 0; i < dispatch.blocks.size(); i++) {
            int more = Splitter.size(dispatch.segment(i)) + Sizes.PER_TARGET;
            if (i > first && size + more > maxBytes && dispatch.hasNumber(i)) {
                found.add(new Group(first, i - 1, size));
                first = i;
                size = 0;
            }
            size += more;
        }
        found.add(new Group(first, dispatch.blocks.size() - 1, size));
        return found;
    }

    private List<Node> blocks(Group group) {
        return dispatch.blocks.subList(group.first, group.last + 1);
    }

    /** Returns whether no branch leads directly from one group into another. */
    private boolean areSeparate() {
        for (Group group : groups) {
            for (int i = group.first; i <= group.last; i++) {
                if (Survey.of(dispatch.segment(i)).exits.stream()
                        .anyMatch(exit -> isElsewhere(exit, group))) {
                    return false;
                }
            }
        }
        return groups.size() > 1;
    }

    private boolean isElsewhere(Node target, Group group) {
        return dispatch.position(target) >= 0 && !isIn(target, group);
    }

    private boolean isIn(Node target, Group group) {
        int position = dispatch.position(target);
        return position >= group.first && position <= group.last;
    }

    private Divided divide() {
        List<Node> starts = new ArrayList<>();
        Map<Node, Node> targets = new HashMap<>();
        for (Group group : groups) {
            Node start = block(Op.BLOCK);
            starts.add(start);
            blocks(group).forEach(block -> targets.put(block, start));
        }
        List<Node> large = new ArrayList<>();
        Node[] table = dispatch.table.targets.clone();
        Arrays.setAll(table, i -> targets.getOrDefault(table[i], table[i]));
        List<Node> body = jump(0, table);
        for (int i = 0; i < starts.size(); i++) {
            Group group = groups.get(i);
            starts.get(i).body = body;
            Node loop = loop(group);
            boolean fits = group.size <= maxBytes;
            if (!fits) {
                large.add(loop);
            }
            body =
                    new ArrayList<>(
                            List.of(starts.get(i), fits ? Splitter.region(List.of(loop)) : loop));
        }
        around.body = body;
        around.after = -1;
        Node first = block(Op.LOOP);
        first.isFree = false;
        first.work = dispatch.loop.work;
        first.body.addAll(copy(false));
        first.body.add(around);
        first.after = -1;
        whole.body.add(first);
        return new Divided(whole, large);
    }

    /** Returns the loop of a group. */
    private Node loop(Group group) {
        Node loop = block(Op.LOOP);
        Node away = block(Op.BLOCK);
        Node repeat = block(Op.BLOCK);
        for (int i = group.first; i <= group.last; i++) {
            redirect(dispatch.segment(i), group, repeat, away);
        }
        if (group.size <= maxBytes) {
            DirectJumps.set(dispatch, repeat, group.first, group.last);
        }
        boolean isLast = group.last + 1 == dispatch.blocks.size();
        repeat.body.addAll(isLast ? dispatch.loop.body : dispatch.blocks.get(group.last + 1).body);
        if (repeat.body.get(repeat.body.size() - 1).after >= 0) {
            if (!isLast) {
                repeat.body.add(constant(dispatch.number(group.last + 1)));
                repeat.body.add(free(Op.LOCAL_SET, next, dispatch.loop.height));
            }
            repeat.body.add(Node.leave(isLast ? whole : around));
        }
        // The segments before the first block are in the group before.
        dispatch.blocks.get(group.first).body = table(group);
        away.body.add(repeat);
        away.body.addAll(again(loop));
        loop.body.add(away);
        loop.body.addAll(again(around));
        loop.size = group.size;
        loop.after = -1;
        return loop;
    }

    /**
     * Returns what the original loop does before it jumps by the table, followed by a branch to a
     * block in place of the jump.
     */
    private List<Node> again(Node target) {
        Node check = free(Node.DISPATCH, 0, dispatch.loop.height);
        check.work = dispatch.loop.work;
        List<Node> again = new ArrayList<>(List.of(check));
        again.addAll(copy(true));
        again.add(Node.leave(target));
        return again;
    }

    /**
     * Makes branches back to the original loop branches to other blocks.
     *
     * @param repeat the block for numbers of the group
     * @param away the block for all other numbers
     */
    private void redirect(List<Node> nodes, Group group, Node repeat, Node away) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.op == Op.BR && node.targets[0] == dispatch.loop) {
                node.targets[0] = isIn(dispatch.target(nodes, i), group) ? repeat : away;
            } else if (node.isBlock()) {
                redirect(node.body, group, repeat, away);
                redirect(node.otherwise, group, repeat, away);
            }
        }
    }

    /** Returns the jump to a segment of a group, or out of the group to another one. */
    private List<Node> table(Group group) {
        List<Node> own = blocks(group);
        Node[] all = dispatch.table.targets;
        int from = dispatch.lowest(own);
        int to = dispatch.highest(own) + 1;
        if (own.contains(dispatch.otherwise())) {
            from = 0;
            to = all.length - 1;
        }
        Node[] part = Arrays.copyOfRange(all, from, to + 1);
        part[to - from] = dispatch.otherwise();
        Arrays.setAll(part, i -> isIn(part[i], group) ? part[i] : around);
        return jump(from, part);
    }

    /** Returns the jump by a table whose first index is for a certain number. */
    private List<Node> jump(int from, Node[] targets) {
        int height = dispatch.loop.height;
        List<Node> nodes = new ArrayList<>();
        nodes.add(free(Op.LOCAL_GET, next, height + 1));
        if (from > 0) {
            Node first = constant(from);
            first.after = height + 2;
            nodes.add(first);
            nodes.add(free(Op.I32_SUB, 0, height + 1));
        }
        Node table = free(Op.BR_TABLE, 0, -1);
        table.targets = targets;
        table.size = Sizes.table(targets.length);
        nodes.add(table);
        return nodes;
    }

    /** Returns what copies the number of the next segment. */
    private List<Node> copy(boolean isFree) {
        Node selector = free(Op.LOCAL_GET, dispatch.selector, dispatch.loop.height + 1);
        Node set = free(Op.LOCAL_SET, next, dispatch.loop.height);
        selector.isFree = isFree;
        // Its cost is that of the table.
        set.isFree = isFree;
        return List.of(selector, set);
    }

    private Node constant(int value) {
        return free(Op.I32_CONST, value, dispatch.loop.height + 1);
    }

    private Node block(int op) {
        Node block = Node.block(op, Node.NO_TYPES, Node.NO_TYPES, dispatch.loop.height);
        block.after = dispatch.loop.height;
        block.isFree = true;
        return block;
    }

    private static Node free(int op, long first, int after) {
        Node node = new Node(op, first, 0);
        node.isFree = true;
        node.after = after;
        node.size = 3;
        return node;
    }
}
