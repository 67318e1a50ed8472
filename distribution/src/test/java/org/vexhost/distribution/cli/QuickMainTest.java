package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.distribution.cli.option.HomeOption;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("A command line read without picocli")
class QuickMainTest {

    /** Words of which command lines are made: some belong together, some nowhere. */
    private static final List<String> WORDS =
            List.of(
                    "--home",
                    "--home=h",
                    "/h",
                    "--json",
                    "--no-console",
                    "--timeout",
                    "--timeout=5",
                    "--wait",
                    "--wait=3",
                    "echo",
                    "{}",
                    "-",
                    "@f",
                    "",
                    "--",
                    "-x",
                    "--json=true",
                    "--wait=");

    @Test
    void namesTheChannelsThatJavaTakesInAnyCase() {
        String before = System.getProperty(QuickMain.CHANNELS);
        try {
            System.clearProperty(QuickMain.CHANNELS);
            QuickMain.nameChannels();
            String named = System.getProperty(QuickMain.CHANNELS);
            if (named != null) {
                assertEquals(SelectorProvider.provider().getClass().getName(), named);
            }
        } finally {
            if (before == null) {
                System.clearProperty(QuickMain.CHANNELS);
            } else {
                System.setProperty(QuickMain.CHANNELS, before);
            }
        }
    }

    @Test
    void meansTheSameAsToPicocli() throws Exception {
        int read = 0;
        for (String command : List.of("call", "tools", "run")) {
            for (List<String> words : combinations(3)) {
                for (List<String> last : List.of(List.<String>of(), List.of("echo", "{}"))) {
                    String[] line = line(command, words, last);
                    Callable<Integer> quick = QuickMain.quick(line);
                    if (quick != null) {
                        read++;
                        String shown = String.join(" ", line);
                        assertEquals(facts(picocli(line)), facts(quick), shown);
                    }
                }
            }
        }
        assertTrue(read > 100, "lines read: " + read);
    }

    @Test
    void knowsEveryOptionThatPicocliKnowsAndNoOther() {
        assertEquals(options(new CallCommand()), QuickMain.CALL_OPTIONS);
        assertEquals(options(new ToolsCommand()), QuickMain.TOOLS_OPTIONS);
        assertEquals(options(new RunCommand()), QuickMain.RUN_OPTIONS);
    }

    private static Map<String, QuickWords.Value> options(Object command) {
        Map<String, QuickWords.Value> options = new TreeMap<>();
        for (OptionSpec option : new CommandLine(command).getCommandSpec().options()) {
            for (String name : option.names()) {
                options.put(name, value(option.arity()));
            }
        }
        return options;
    }

    private static QuickWords.Value value(CommandLine.Range arity) {
        if (arity.max() == 0) {
            return QuickWords.Value.NONE;
        }
        return arity.min() == 0 ? QuickWords.Value.ATTACHED : QuickWords.Value.NEEDED;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call echo {}",
                "call --home h echo {}",
                "call --json --wait --home=h echo -",
                "call --wait=5 --timeout 3 echo @file",
                "tools",
                "tools --json --home h",
                "run",
                "run --no-console --home=h"
            })
    void isWhatPeopleType(String line) {
        assertNotNull(QuickMain.quick(line.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "call",
                "call -h",
                "call echo",
                "call echo {} more",
                "call --home",
                "call --home -x echo {}",
                "call --json --json echo {}",
                "call --jsn echo {}",
                "tools echo",
                "tools --wait",
                "run --json",
                "status",
                "--version"
            })
    void isLeftToPicocliWhereItIsNotPlain(String line) {
        assertNull(QuickMain.quick(line.split(" ", -1)));
    }

    private static List<List<String>> combinations(int length) {
        List<List<String>> all = new ArrayList<>(List.of(List.of()));
        int from = 0;
        for (int size = 1; size <= length; size++) {
            int to = all.size();
            for (int i = from; i < to; i++) {
                for (String word : WORDS) {
                    List<String> longer = new ArrayList<>(all.get(i));
                    longer.add(word);
                    all.add(longer);
                }
            }
            from = to;
        }
        return all;
    }

    private static String[] line(String command, List<String> words, List<String> last) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(words);
        line.addAll(last);
        return line.toArray(String[]::new);
    }

    private static Object picocli(String[] line) {
        Object command =
                switch (line[0]) {
                    case "call" -> new CallCommand();
                    case "tools" -> new ToolsCommand();
                    default -> new RunCommand();
                };
        CommandLine.ParseResult ignored =
                new CommandLine(command)
                        .setExpandAtFiles(false)
                        .parseArgs(List.of(line).subList(1, line.length).toArray(String[]::new));
        return command;
    }

    /** What a command was told, by the names of its fields. */
    private static Map<String, String> facts(Object command) throws IllegalAccessException {
        Map<String, String> facts = new TreeMap<>();
        for (Field field : command.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                Object value = field.get(command);
                if (field.getName().equals("homeOption")) {
                    facts.putAll(facts(assertInstanceOf(HomeOption.class, value)));
                } else {
                    facts.put(field.getName(), Objects.toString(value));
                }
            }
        }
        return facts;
    }
}
