package org.vexhost.distribution.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the pages tell a reader to type. {@code mvn verify} runs the pages whose commands need
 * Java and the archive only; the profile {@code docs} runs the others, which take programs from
 * public registries.
 */
@DisplayName("The commands of the pages")
class PagesIT {

    private static final Path ARCHIVE =
            Path.of(System.getProperty("vexhost.test.archive", "") + ".tar.gz");

    /** Of the profile: whether to run the blocks that need other programs. */
    private static final boolean WITH_PROGRAMS = Boolean.getBoolean("vexhost.test.docs");

    private static final Duration TIMEOUT = Duration.ofMinutes(WITH_PROGRAMS ? 14 : 6);

    @TempDir Path scratch;

    /** The pages that are run in one session, by its name. */
    private static Map<String, List<Page>> sessions() throws Exception {
        Map<String, List<Page>> sessions = new LinkedHashMap<>();
        for (Page page : Page.all(PagesTest.root())) {
            String name = page.name().startsWith("examples/") ? "examples" : page.name();
            sessions.computeIfAbsent(name, key -> new ArrayList<>()).add(page);
        }
        return sessions;
    }

    @TestFactory
    Stream<DynamicTest> doWhatThePagesSay() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        sessions()
                .forEach(
                        (name, pages) -> {
                            List<Block> blocks = blocks(pages);
                            if (blocks.stream().anyMatch(Block::isRunHere) && isOfThisRun(blocks)) {
                                tests.add(dynamicTest(name, () -> run(name, blocks)));
                            }
                        });
        assertTrue(tests.size() > 1, tests::toString);
        return tests.stream();
    }

    /** The profile runs what {@code mvn verify} leaves out, and what stands before and behind. */
    private static boolean isOfThisRun(List<Block> blocks) {
        return !WITH_PROGRAMS || blocks.stream().anyMatch(block -> block.is(Mark.Kind.RUN_WITH));
    }

    private static List<Block> blocks(List<Page> pages) {
        List<Block> blocks = new ArrayList<>();
        for (Page page : pages) {
            boolean runs = false;
            for (Block block : page.blocks()) {
                if (!block.is(Mark.Kind.OUTPUT)) {
                    runs =
                            block.is(Mark.Kind.RUN)
                                    || (WITH_PROGRAMS && block.is(Mark.Kind.RUN_WITH));
                }
                if (runs || block.is(Mark.Kind.FILE)) {
                    blocks.add(block);
                }
            }
        }
        return blocks;
    }

    private void run(String name, List<Block> blocks) throws Exception {
        Path folder = Files.createDirectory(scratch.resolve(name.replace('/', '-')));
        requirePrograms(blocks, folder);
        try (Session session = new Session(folder, ARCHIVE)) {
            session.run(blocks, TIMEOUT);
        }
    }

    /** Fails without a program; gives up where its registry is out of reach. */
    private static void requirePrograms(List<Block> blocks, Path scratch) throws Exception {
        Set<String> programs = new TreeSet<>();
        blocks.forEach(block -> block.mark().ifPresent(mark -> programs.addAll(mark.programs())));
        for (String program : programs) {
            assertTrue(
                    Registry.isInstalled(program),
                    () -> program + " is missing; .ci/run installs what the profile docs needs");
            Assumptions.assumeTrue(
                    Registry.answers(program, scratch),
                    () -> "the registry of " + program + " does not answer");
        }
    }

    @Test
    void standOnPagesWhoseLinksHoldInTheUnpackedArchive() throws Exception {
        try (Session session = new Session(scratch, ARCHIVE)) {
            List<String> broken = new ArrayList<>();
            List<Page> pages = Page.all(session.archive());
            for (Page page : pages) {
                broken.addAll(page.brokenLinks());
            }
            assertTrue(pages.size() > 10, pages::toString);
            assertEquals(List.of(), broken);
        }
    }
}
