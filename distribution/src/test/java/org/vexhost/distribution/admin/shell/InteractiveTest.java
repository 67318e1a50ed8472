package org.vexhost.distribution.admin.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.Function;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session of the shell")
@Timeout(60)
class InteractiveTest {

    private final ShellSession shell = new ShellSession();
    private boolean left;

    @AfterEach
    void close() {
        shell.close();
    }

    /** Types keys into a session until it ends; gives what it wrote to the terminal. */
    private String type(String profile, String keys) throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (ExternalTerminal terminal =
                new ExternalTerminal(
                        "test",
                        "xterm",
                        new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                        screen,
                        StandardCharsets.UTF_8)) {
            shell.terminal(terminal);
            left = Interactive.begin(shell.session, terminal, profile).run("hello");
        }
        return screen.toString(StandardCharsets.UTF_8) + shell.printed();
    }

    private void offer(String... names) {
        Function function = (session, arguments) -> List.of(names);
        shell.processor.addCommand("t", function, "__names");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "a b",
                "aa$(x)",
                "ab;stop 0;",
                "a'b",
                "a\"b",
                "a\\b",
                "a|b",
                "a&b",
                "a{b}",
                "a\tb"
            })
    void completesNamesThatHaveToBeEscaped(String name) throws Exception {
        offer(name);
        String screen =
                type(
                        "complete -c t:words -a '__names'",
                        "t:words x a\t\r" + "t:say still-here\r" + "exit\r");
        assertTrue(left, screen);
        assertTrue(screen.contains("still-here\n"), screen);
        if (!name.contains("\t")) {
            assertTrue(screen.contains("[x][" + name + "]\n"), screen);
        }
    }

    @Test
    void survivesACompletionThatFails() throws Exception {
        Function function =
                (session, arguments) -> {
                    throw new IllegalStateException("no names today");
                };
        shell.processor.addCommand("t", function, "__names");
        String screen =
                type("complete -c t:words -a '__names'", "t:words \t\t\rt:say still-here\rexit\r");
        assertTrue(screen.contains("still-here\n"), screen);
    }

    @Test
    void offersNoNameThatDrivesTheTerminal() throws Exception {
        offer("a\u001b[2Jevil", "a\u202eevil", "afine");
        String screen = type("complete -c t:words -a '__names'", "t:words x a\t\t\rexit\r");
        assertFalse(screen.contains("evil"), screen);
        assertTrue(screen.contains("[x][afine]"), screen);
    }

    @Test
    void greetsAndIsLeftByExitAndByTheEndOfInput() throws Exception {
        for (String keys : List.of("exit\r", "quit\r", "\u0004", "")) {
            String screen = type("", keys);
            assertTrue(screen.contains("hello"), screen);
            assertTrue(left, keys);
        }
    }

    @Test
    void showsErrorsWithoutJavasNamesAndGoesOn() throws Exception {
        String screen = type("", "t:fail\rnonsense\rt:bug\rexit\r");
        assertTrue(screen.contains("NOT_FOUND/NO_SUCH_TOOL: Tool 'x' is not deployed"), screen);
        assertTrue(screen.contains("Command not found: nonsense"), screen);
        assertFalse(screen.contains("Exception"), screen);
    }

    @Test
    void takesAnExclamationMarkAsItIs() throws Exception {
        String screen = type("", "t:say '{\"text\":\"Hi! You\\n!\"}'\rexit\r");
        assertTrue(screen.contains("{\"text\":\"Hi! You\\n!\"}\n"), screen);
    }

    @Test
    void watchesACommand() throws Exception {
        String screen = type("", "watch -n 1 t:words 'a  b' --flag\rqexit\r");
        assertTrue(screen.contains("[a  b][--flag]"), screen);
    }
}
