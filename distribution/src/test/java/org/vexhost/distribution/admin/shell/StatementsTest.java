package org.vexhost.distribution.admin.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A script of the shell")
class StatementsTest {

    private static final String NOT_FOUND = "NOT_FOUND/NO_SUCH_TOOL: Tool 'x' is not deployed";

    private final ShellSession shell = new ShellSession();

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void printsWhatEachCommandPrintsAndGivesBack() throws Exception {
        assertEquals(0, shell.run("t:say a; t:say b\n# nothing\n\nt:value\r\nt:say c"));
        assertEquals("a\nb\none\\u001b[2J\ntwo\n\nc\n", shell.printed());
        assertEquals(List.of(), shell.failures());
    }

    @Test
    void printsInsideOfLoopsPipesAndConditions() throws Exception {
        assertEquals(0, shell.run("each [1 2] { t:say \"n$it\" }"));
        assertEquals("n1\nn2\n", shell.printed());
        assertEquals(0, shell.run("each [1 2] { t:say n }  | grep -c n"));
        assertEquals("2\n", shell.printed());
        assertEquals(0, shell.run("t:say a && t:say b\nt:say c > /dev/null"));
        assertEquals("a\nb\n", shell.printed());
        assertEquals(0, shell.run("x = (t:say deep); echo $x"));
        assertEquals("deep\ndeep\n", shell.printed());
    }

    @Test
    void endsAtTheFirstFailureAndNamesItsLine() throws Exception {
        assertEquals(3, shell.run("t:say a\n\nt:say b; t:fail\nt:say c"));
        assertEquals("a\nb\n", shell.printed());
        assertEquals(List.of("line 3: t:fail: " + NOT_FOUND), shell.failures());
    }

    @Test
    void waitsForAThreadThatACommandCanBeginOn() throws Exception {
        shell.starve(3);
        assertEquals(0, shell.run("t:say a; t:say b"));
        assertEquals("a\nb\n", shell.printed());
        assertEquals(List.of(), shell.failures());
    }

    @Test
    void beginsNoCommandAgain() throws Exception {
        String later =
                "UNAVAILABLE/OVERLOADED: host has no thread or no memory for this command; try"
                        + " again later";
        assertEquals(5, shell.run("t:greedy"));
        assertEquals(List.of(later), shell.failures());
        assertEquals(1, shell.begun());
        assertEquals(5, shell.run("each [1 2] { t:greedy }"));
        assertEquals(2, shell.begun());
        shell.starve(1);
        assertEquals(5, shell.run("t:say a | t:say b"));
        assertEquals("", shell.printed());
        assertEquals(0, shell.run("t:say c"));
    }

    @Test
    void runOnTheSpareThreadsPlaceWhereTheSystemHasNoThread() throws Exception {
        try (SpareThread spare = new SpareThread()) {
            assertTrue(spare.keep());
            shell.session.put(SpareThread.VARIABLE, spare);
            shell.starve(1);
            assertEquals(0, shell.run("t:say a"));
            assertEquals("a\n", shell.printed());
            assertFalse(spare.giveUp());
        }
    }

    @Test
    void ofOneCommandNamesNoLine() throws Exception {
        assertEquals(3, shell.run("t:fail"));
        assertEquals(List.of(NOT_FOUND), shell.failures());
    }

    @Test
    void goesOnAfterACommandThatOnlyDidNotSucceed() throws Exception {
        assertEquals(1, shell.run("t:say a | grep b\nt:say c"));
        assertEquals("c\n", shell.printed());
        assertEquals(0, shell.run("t:say a | grep b || t:say c"));
        assertEquals("c\n", shell.printed());
        assertEquals(0, shell.run("try { t:fail } { t:say caught }"));
        assertEquals("caught\n", shell.printed());
    }

    @Test
    void hasTheStatusOfWhatFailsInsideOfAPipe() throws Exception {
        assertEquals(3, shell.run("t:fail | grep x"));
        assertEquals("Tool 'x' is not deployed\n", shell.printed());
    }

    @Test
    void withASyntaxErrorRunsNothing() throws Exception {
        assertEquals(2, shell.run("t:say a\nt:say )"));
        assertEquals("", shell.printed());
        assertEquals(List.of("line 2: syntax error: unexpected token ')'"), shell.failures());
        assertEquals(2, shell.run("t:say 'a"));
        assertTrue(shell.failures().get(0).startsWith("syntax error: unexpected EOT"));
    }

    @Test
    void endsWhereItAsksForIt() throws Exception {
        ExitRequest exit =
                assertThrows(ExitRequest.class, () -> shell.run("t:say a\nt:end\nt:say b"));
        assertEquals(4, exit.status());
        assertEquals("a\n", shell.printed());
        assertThrows(ExitRequest.class, () -> shell.run("each [1] { t:end }"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | 2 | Command not found: nonsense",
                "t:sai x | 2 | Command not found: t:sai (did you mean 't:say'?)",
                "sya x | 2 | Command not found: sya (did you mean 't:say'?)",
                "t:say | 2 | say: these arguments do not fit; help say shows what does",
                "stopp 0 | 2 | Command not found: stopp",
                "felix:stopp 0 | 2 | Command not found: felix:stopp",
                "t:bug | 1 | command failed; the host's log says why",
            })
    void saysInOneLineWhatIsWrong(String script, int status, String line) throws Exception {
        assertEquals(status, shell.run(script));
        assertEquals(List.of(line), shell.failures());
    }

    @Test
    void thatIsInterruptedSaysNothing() throws Exception {
        assertEquals(130, shell.run("t:interrupted"));
        assertEquals(List.of(), shell.failures());
    }

    @Test
    void commandsOfGogoSayWhatIsWrongWithoutJavasNames() throws Exception {
        for (String script :
                List.of(
                        "cat /no/such/file",
                        "cd /no/such/folder",
                        "head -n x /dev/null",
                        "ls /no/such",
                        "grep",
                        "sleep",
                        "watch",
                        "sort --nonsense",
                        "date nonsense",
                        "wc /no/such",
                        "cat < /no/such",
                        "t:say x > /no/such/y")) {
            int status = shell.run(script);
            String all =
                    shell.printed() + shell.failures().stream().collect(Collectors.joining("\n"));
            assertFalse(all.contains("Exception"), script + ": " + all);
            assertFalse(all.isBlank(), script);
            assertTrue(status != 0, script + ": " + all);
        }
    }

    @Test
    void listsFilesWithoutDrivingTheTerminal(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("a\u001b[2J\nb"));
        Files.createFile(folder.resolve("c"));
        assertEquals(0, shell.run("ls " + Escaping.word(folder.toString())));
        assertTrue(shell.printed().contains("a\\u001b[2J\\u000ab\nc\n"), shell.printed());
        assertEquals(0, shell.run("ls -l " + Escaping.word(folder.toString())));
        assertFalse(shell.printed().contains("\u001b"), shell.printed());
    }

    @Test
    void quotesWordsSoThatTheyAreReadAsTheyAre() throws Exception {
        for (char special : " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~é".toCharArray()) {
            for (String word : List.of("a" + special + "b", special + "(b)", "a" + special)) {
                for (String written :
                        List.of(
                                Escaping.word(word),
                                Escaping.of(word, (char) 0, true),
                                Escaping.of(word, '\'', true),
                                Escaping.of(word, '"', true))) {
                    assertEquals(0, shell.run("t:words x " + written), written);
                    assertEquals("[x][" + word + "]\n", shell.printed(), written);
                }
            }
        }
    }
}
