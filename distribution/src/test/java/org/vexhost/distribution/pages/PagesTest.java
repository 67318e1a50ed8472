package org.vexhost.distribution.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pages")
class PagesTest {

    private static final int MAX_NOT_RUN = 15;

    private static List<Page> pages = List.of();

    @BeforeAll
    static void read() throws Exception {
        pages = Page.all(root());
        List<String> names = pages.stream().map(Page::name).toList();
        assertTrue(names.containsAll(List.of("README.md", "docs/exec.md")), names::toString);
        assertTrue(names.size() > 20, names::toString);
    }

    /** The folder of the repository, above this module. */
    static Path root() {
        Path root = Path.of("").toAbsolutePath().getParent();
        assertTrue(Files.exists(root.resolve("SECURITY.md")), root::toString);
        return root;
    }

    @Test
    void sayOfEveryBlockOfCommandsWhetherItIsRun() {
        List<String> faults = new ArrayList<>();
        pages.forEach(page -> faults.addAll(page.faults()));
        assertEquals(List.of(), faults);
    }

    @Test
    void leaveFewBlocksOfCommandsUnrun() {
        List<String> left = new ArrayList<>();
        int run = 0;
        for (Page page : pages) {
            for (Block block : page.blocks()) {
                if (block.is(Mark.Kind.NOT_RUN)) {
                    left.add(block.place() + ": " + block.mark().orElseThrow().detail());
                }
                run += block.isRunHere() || block.is(Mark.Kind.RUN_BY_CI) ? 1 : 0;
            }
        }
        System.out.printf(
                "%d blocks of commands are run, %d are not:%n%s%n",
                run, left.size(), String.join("\n", left));
        assertTrue(left.size() <= MAX_NOT_RUN, left::toString);
        assertFalse(run == 0);
    }

    @Test
    void haveNoLinkThatLeadsNowhere() throws Exception {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Page page : pages) {
            broken.addAll(page.brokenLinks());
            links += page.links().size();
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 30, "saw " + links + " links");
    }
}
