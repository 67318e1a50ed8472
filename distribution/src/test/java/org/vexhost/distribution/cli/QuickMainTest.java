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
import org.vexhost.distribution.cli.exec.ExecCommand;
import org.vexhost.distribution.cli.exec.GuestArguments;
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

    /** Words of command lines of {@code exec}. */
    private static final List<String> EXEC_WORDS =
            List.of(
                    "f.wasm",
                    "--dir",
                    "--dir=.::/a:ro",
                    "--env",
                    "--env=K=V",
                    "A=B",
                    "--fuel",
                    "--fuel=5",
                    "7",
                    "--memory=07",
                    "--timeout=PT1S",
                    "--stats",
                    "--stats=true",
                    "--deterministic",
                    "--module-limit=maxNesting=9",
                    "--module-limit",
                    "--",
                    "-",
                    "-c",
                    "--help",
                    "");

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
            for (List<String> words : combinations(WORDS, 3)) {
                for (List<String> last : List.of(List.<String>of(), List.of("echo", "{}"))) {
                    read += compare(line(command, words, last));
                }
            }
        }
        assertTrue(read > 100, "lines read: " + read);
    }

    @Test
    void ofExecMeansTheSameAsToPicocli() throws Exception {
        int read = 0;
        for (List<String> words : combinations(EXEC_WORDS, 3)) {
            for (List<String> last :
                    List.of(List.<String>of(), List.of("g.wasm"), List.of("g.wasm", "-x", "--"))) {
                read += compare(line("exec", words, last));
            }
        }
        assertTrue(read > 1_000, "lines read: " + read);
    }

    /** Compares a line that is read without picocli; returns how many were read. */
    private static int compare(String[] line) throws IllegalAccessException {
        Callable<Integer> quick = QuickMain.quick(line);
        if (quick == null) {
            return 0;
        }
        assertEquals(facts(picocli(line)), facts(quick), String.join(" ", line));
        return 1;
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
                "run --no-console --home=h",
                "exec f.wasm",
                "exec f.wasm -c print(1)",
                "exec f.wasm a b -- --c",
                "exec --dir . --dir=/d::/e:ro --env A=B --stats --deterministic f.wasm a",
                "exec --fuel 5 --memory=65536 --timeout 1.5 --module-limit maxNesting=9 f.wasm -- -a"
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
                "exec",
                "exec -h",
                "exec --stats",
                "exec -- f.wasm",
                "exec - f.wasm",
                "exec f.wasm --help",
                "exec f.wasm --stats=true",
                "exec --stats f.wasm --stats",
                "exec f.wasm --fuel",
                "exec --fuel -1 f.wasm",
                "exec --fuel 010 f.wasm",
                "exec --fuel 9999999999999999999 f.wasm",
                "exec --memory 1GiB f.wasm",
                "exec --env= f.wasm",
                "exec --module-limit maxNesting f.wasm",
                "exec --module-limit a=1 --module-limit a=2 f.wasm",
                "status",
                "--version"
            })
    void isLeftToPicocliWhereItIsNotPlain(String line) {
        assertNull(QuickMain.quick(line.split(" ", -1)));
    }

    private static List<List<String>> combinations(List<String> words, int length) {
        List<List<String>> all = new ArrayList<>(List.of(List.of()));
        int from = 0;
        for (int size = 1; size <= length; size++) {
            int to = all.size();
            for (int i = from; i < to; i++) {
                for (String word : words) {
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
                    case "exec" -> new ExecCommand();
                    default -> new RunCommand();
                };
        CommandLine parser = new CommandLine(command).setExpandAtFiles(false);
        String[] words =
                command instanceof ExecCommand
                        ? GuestArguments.separate(parser.getCommandSpec(), line)
                        : line;
        CommandLine.ParseResult ignored =
                parser.parseArgs(List.of(words).subList(1, words.length).toArray(String[]::new));
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
