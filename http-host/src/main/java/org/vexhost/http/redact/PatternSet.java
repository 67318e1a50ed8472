package org.vexhost.http.redact;

import java.util.Arrays;
import java.util.Collection;

/**
 * A set of byte strings to search for, as an automaton (Aho and Corasick, 1975). The time to search
 * a text is proportional to the length of the text, and independent of the number of patterns. A
 * node of the automaton is a number; 0 is the root. Immutable.
 */
final class PatternSet {

    private static final int NONE = -1;

    private byte[] labels = new byte[64];
    private int[] firstChild = new int[64];
    private int[] nextSibling = new int[64];
    private int[] fallback = new int[64];
    private int[] depths = new int[64];
    private int[] matches = new int[64];
    private int nodes;
    private int longest;

    private PatternSet() {}

    /**
     * Builds the automaton.
     *
     * @param patterns the patterns, which must not be empty
     */
    static PatternSet of(Collection<byte[]> patterns) {
        PatternSet set = new PatternSet();
        int ignored = set.add(NONE, 0);
        for (byte[] pattern : patterns) {
            set.insert(pattern);
        }
        set.link();
        return set;
    }

    private int add(int parent, int label) {
        int node = nodes++;
        if (node == labels.length) {
            labels = Arrays.copyOf(labels, 2 * node);
            firstChild = Arrays.copyOf(firstChild, 2 * node);
            nextSibling = Arrays.copyOf(nextSibling, 2 * node);
            fallback = Arrays.copyOf(fallback, 2 * node);
            depths = Arrays.copyOf(depths, 2 * node);
            matches = Arrays.copyOf(matches, 2 * node);
        }
        labels[node] = (byte) label;
        firstChild[node] = NONE;
        if (parent == NONE) {
            nextSibling[node] = NONE;
        } else {
            nextSibling[node] = firstChild[parent];
            firstChild[parent] = node;
            depths[node] = depths[parent] + 1;
        }
        return node;
    }

    private void insert(byte[] pattern) {
        if (pattern.length == 0) {
            throw new IllegalArgumentException("pattern is empty");
        }
        int node = 0;
        for (byte each : pattern) {
            int child = child(node, each & 0xff);
            node = child == NONE ? add(node, each) : child;
        }
        matches[node] = pattern.length;
        longest = Math.max(longest, pattern.length);
    }

    /**
     * Links each node to its fallback, breadth first. The fallback of a node is closer to the root,
     * and must be linked before the node itself.
     */
    private void link() {
        int[] queue = new int[nodes];
        int end = 1;
        for (int at = 0; at < end; at++) {
            int parent = queue[at];
            for (int node = firstChild[parent]; node != NONE; node = nextSibling[node]) {
                fallback[node] = parent == 0 ? 0 : next(fallback[parent], labels[node] & 0xff);
                matches[node] = Math.max(matches[node], matches[fallback[node]]);
                queue[end++] = node;
            }
        }
    }

    private int child(int parent, int label) {
        int node = firstChild[parent];
        while (node != NONE && (labels[node] & 0xff) != label) {
            node = nextSibling[node];
        }
        return node;
    }

    /**
     * Returns the node that follows for the next unit of the text.
     *
     * @param node the current node
     * @param unit 0 to 255, or any other number for a unit that is in no pattern
     */
    int next(int node, int unit) {
        for (int from = node; ; from = fallback[from]) {
            int child = child(from, unit);
            if (child != NONE) {
                return child;
            }
            if (from == 0) {
                return 0;
            }
        }
    }

    /** Returns the number of last units that form the beginning of a pattern. */
    int depth(int node) {
        return depths[node];
    }

    /**
     * Returns the length of the longest pattern that ends at a node, or 0 if no pattern ends there.
     */
    int match(int node) {
        return matches[node];
    }

    /** Returns the size of the automaton, in bytes of heap. */
    long sizeBytes() {
        return (1 + 5 * Integer.BYTES) * (long) labels.length;
    }

    /** Returns the length of the longest pattern. */
    int longest() {
        return longest;
    }
}
