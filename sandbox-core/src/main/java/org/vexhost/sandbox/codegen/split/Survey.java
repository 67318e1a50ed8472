package org.vexhost.sandbox.codegen.split;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.codegen.tree.Node;

/** The properties of some nodes, determined before they are written. */
public final class Survey {

    /** Locals that are accessed, and locals that are written; those in regions do not count. */
    public final BitSet locals = new BitSet();

    public final BitSet written = new BitSet();

    /** Whether memory is accessed. */
    public boolean accesses;

    /** Whether some nodes are regions. */
    public boolean regions;

    /** The targets of branches out of the nodes, in the order of the first branch to each. */
    public final List<Node> exits = new ArrayList<>();

    private final Set<Node> inside = new HashSet<>();
    private final Set<Node> known = new HashSet<>();

    private Survey() {}

    /** Examines nodes and everything in them. */
    public static Survey of(List<Node> nodes) {
        Survey survey = new Survey();
        survey.list(nodes);
        return survey;
    }

    private void list(List<Node> nodes) {
        for (Node node : nodes) {
            node(node);
        }
    }

    private void node(Node node) {
        if (node.isRegion()) {
            regions = true;
            node.exits.forEach(this::exit);
            return;
        }
        if (node.isBlock()) {
            inside.add(node);
            list(node.body);
            list(node.otherwise);
            for (Node.Catch caught : node.catches) {
                if (caught.kept() != Node.Catch.NOT_KEPT) {
                    locals.set(caught.kept());
                    written.set(caught.kept());
                }
            }
            for (Node target : node.targets) {
                exit(target);
            }
            return;
        }
        switch (node.op) {
            case Op.LOCAL_GET, Op.RETHROW, Node.GO_ON -> locals.set((int) node.first);
            case Op.LOCAL_SET, Op.LOCAL_TEE -> {
                locals.set((int) node.first);
                written.set((int) node.first);
            }
            case Node.REPEAT -> {
                locals.set(0, (int) node.first);
                written.set(0, (int) node.first);
            }
            default -> accesses |= Sizes.isAccess(node.op);
        }
        for (Node target : node.targets) {
            exit(target);
        }
    }

    private void exit(Node target) {
        if (!inside.contains(target) && known.add(target)) {
            exits.add(target);
        }
    }
}
