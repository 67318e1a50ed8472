package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The options of the commands in docs/settings.md")
class CommandOptionsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "settings.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\|(.*)\\|$");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)`");

    @Test
    void areThoseOfTheCommandLine() throws IOException {
        CommandLine line = new CommandLine(new Main());
        Main.addCommands(line, "");
        Map<String, Set<String>> existing = new TreeMap<>();
        line.getSubcommands()
                .forEach(
                        (name, command) -> {
                            Set<String> options = new TreeSet<>();
                            for (OptionSpec option : command.getCommandSpec().options()) {
                                options.add(option.longestName());
                            }
                            assertTrue(name.equals("help") || options.remove("--help"), name);
                            existing.put(name, options);
                        });
        Set<String> ignored = existing.remove("help");
        assertTrue(existing.size() > 10, existing::toString);
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("\n## Options of the commands\n"));
        Map<String, Set<String>> listed = new TreeMap<>();
        ROW.matcher(section)
                .results()
                .forEach(
                        (MatchResult row) -> {
                            Set<String> options = new TreeSet<>();
                            OPTION.matcher(row.group(2))
                                    .results()
                                    .forEach(found -> options.add(found.group(1)));
                            listed.put(row.group(1), options);
                        });
        assertEquals(existing, listed);
    }
}
