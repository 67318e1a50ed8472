package org.vexhost.gateway.caller.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The section 'Callers' of docs/http.md")
class CallerPageTest {

    private static String section() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "http.md"));
        int begin = page.indexOf("\n## Callers\n");
        return page.substring(begin, page.indexOf("\n## ", begin + 1));
    }

    @Test
    void hasARowForEachMemberOfTheFile() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (String line : section().lines().toList()) {
            if (line.startsWith("| `")) {
                Pattern.compile("`([a-zA-Z]+)`")
                        .matcher(line.split("\\|", -1)[1])
                        .results()
                        .forEach(found -> listed.add(found.group(1)));
            }
        }
        Set<String> members = new TreeSet<>(CallerFile.MEMBERS);
        assertTrue(members.remove("$schema"), members::toString);
        assertEquals(members, listed);
    }

    @Test
    void namesEachRole() throws IOException {
        String section = section();
        for (String role : CallerFile.ROLES) {
            assertTrue(section.contains("`" + role + "`"), role);
        }
    }
}
