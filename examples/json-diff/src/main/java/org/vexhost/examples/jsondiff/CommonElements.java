package org.vexhost.examples.jsondiff;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The elements of two lists that belong to a common subsequence. */
final class CommonElements {

    private final BitSet first = new BitSet();
    private final BitSet second = new BitSet();

    private CommonElements() {}

    static CommonElements none() {
        return new CommonElements();
    }

    /**
     * Finds a longest common subsequence. Takes time and memory in proportion to the product of
     * both sizes.
     */
    static CommonElements longest(List<Node> a, List<Node> b) throws InterruptedException {
        int[] x = new int[a.size()];
        int[] y = new int[b.size()];
        number(a, x, b, y);
        int[][] lengths = new int[x.length + 1][y.length + 1];
        for (int i = x.length - 1; i >= 0; i--) {
            PatchBuilder.requireNotInterrupted();
            for (int j = y.length - 1; j >= 0; j--) {
                lengths[i][j] =
                        x[i] == y[j]
                                ? lengths[i + 1][j + 1] + 1
                                : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        CommonElements common = new CommonElements();
        int i = 0;
        int j = 0;
        while (i < x.length && j < y.length) {
            if (x[i] == y[j]) {
                common.first.set(i++);
                common.second.set(j++);
            } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }

    /** Gives equal values equal numbers, so that each whole value is compared only once. */
    private static void number(List<Node> a, int[] x, List<Node> b, int[] y) {
        Map<Node, Integer> numbers = new HashMap<>();
        for (int i = 0; i < x.length; i++) {
            x[i] = numbers.computeIfAbsent(a.get(i), node -> numbers.size());
        }
        for (int j = 0; j < y.length; j++) {
            y[j] = numbers.computeIfAbsent(b.get(j), node -> numbers.size());
        }
    }

    boolean hasFirst(int index) {
        return first.get(index);
    }

    boolean hasSecond(int index) {
        return second.get(index);
    }
}
