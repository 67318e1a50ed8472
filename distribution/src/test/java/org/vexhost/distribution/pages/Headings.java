package org.vexhost.distribution.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The anchors of a page, as GitHub makes them of its headings. */
final class Headings {

    private Headings() {}

    static Set<String> of(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        boolean code = false;
        for (String line : Files.readAllLines(page)) {
            if (line.strip().startsWith("```")) {
                code = !code;
            }
            if (!code && line.matches("#{1,6} .*")) {
                add(anchors, anchor(line.replaceFirst("#+ ", "")));
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static void add(Set<String> anchors, String anchor) {
        String unique = anchor;
        for (int i = 1; !anchors.add(unique); i++) {
            unique = anchor + "-" + i;
        }
    }
}
