package org.vexhost.gateway.caller.file;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The tools that a caller may see and call.
 *
 * @param patterns names in which {@code *} stands for any characters; empty for all tools
 */
public record ToolPatterns(List<String> patterns) {

    /** The largest number of patterns of a caller: 1,000. */
    public static final int MAX_PATTERNS = 1000;

    private static final Pattern FORM = Pattern.compile("[a-z0-9*_-]{1,128}");

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are too many patterns, or if a pattern cannot match
     *     any tool's name
     */
    public ToolPatterns {
        if (patterns.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException(
                    "tools has more than %d patterns [%d]"
                            .formatted(MAX_PATTERNS, patterns.size()));
        }
        for (String pattern : patterns) {
            if (!isPattern(pattern)) {
                throw new IllegalArgumentException(
                        "pattern of tools does not match %s".formatted(FORM.pattern()));
            }
        }
        patterns = List.copyOf(patterns);
    }

    static boolean isPattern(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whether a tool's name matches one of the patterns. */
    public boolean matches(String tool) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (String pattern : patterns) {
            if (matches(pattern, tool)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a name matches a pattern. In the worst case, the time is proportional to the product
     * of both lengths. No regular expression is used.
     */
    public static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
