package org.vexhost.examples.jsondiff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.vexhost.examples.jsondiff.Node.ArrayNode;
import org.vexhost.examples.jsondiff.Node.Literal;
import org.vexhost.examples.jsondiff.Node.NumberNode;
import org.vexhost.examples.jsondiff.Node.ObjectNode;
import org.vexhost.examples.jsondiff.Node.StringNode;

/** Values that resemble each other often enough to be interesting. */
final class RandomNodes {

    private static final String[] NAMES = {"a", "b", "c/d", "~", "", "~1", "ä", "0"};

    private static final List<Literal> LITERALS =
            List.of(Literal.TRUE, Literal.FALSE, Literal.NULL);

    private final Random random;

    RandomNodes(long seed) {
        random = new Random(seed);
    }

    Node next(int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 7);
        return switch (kind) {
            case 0 -> LITERALS.get(random.nextInt(LITERALS.size()));
            case 1 -> new StringNode(NAMES[random.nextInt(NAMES.length)]);
            case 2, 3 -> NumberNode.of(Integer.toString(random.nextInt(4)));
            case 4 -> object(depth);
            default -> array(depth);
        };
    }

    private Node object(int depth) {
        Map<String, Node> members = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            members.put(NAMES[random.nextInt(NAMES.length)], next(depth - 1));
        }
        return new ObjectNode(members);
    }

    private Node array(int depth) {
        List<Node> elements = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            elements.add(next(depth - 1));
        }
        return new ArrayNode(elements);
    }
}
