package org.vexhost.loader.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Grant;
import org.vexhost.api.ToolException;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.loader.shell.command.Arguments;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.GrantedText;
import org.vexhost.loader.shell.text.TerminalText;
import org.vexhost.loader.shell.words.GrantWords;

/** The command {@code vex:grant}: grants what the tool requests, or the given values. */
final class GrantCommand {

    private final ToolAdministration tools;

    GrantCommand(ToolAdministration tools) {
        this.tools = tools;
    }

    VexCommand command() {
        VexCommand.Builder command =
                VexCommand.named("grant")
                        .summary(
                                "grants a capability; without values, what the tool asks for of it")
                        .word("NAME", "the tool's name")
                        .word("CAPABILITY", GrantWords.choice())
                        .moreWords("VALUE", GrantWords.valuesHelp());
        for (GrantWords.Option option : GrantWords.allOptions()) {
            command.values(option.letter(), option.name(), option.value(), option.help());
        }
        return command.flag('f', "follow", "trusts later versions in advance")
                .option('d', Digest.OPTION, "SHA256", Digest.HELP)
                .example("vex:grant word-index fileSystem")
                .example("vex:grant word-index fileSystem /data=/srv/docs:ro")
                .example("vex:grant greeter environment LANG 'LC_*'")
                .example(
                        "vex:grant issues secret API_KEY --origin https://api.example.com"
                                + " --header authorization")
                .prints(this::grant);
    }

    private String grant(Arguments line)
            throws ToolException, AdministrationException, InterruptedException {
        String name = line.word(0);
        List<String> values = line.wordsFrom(2);
        GrantWords words = GrantWords.of(line.word(1));
        Optional<String> digest = Digest.option(line);
        Optional<String> problem = words.problem(line::has);
        if (problem.isPresent()) {
            throw line.wrong(problem.get());
        }
        ToolOperations operations = tools.as(line.caller());
        GrantWords.Folder own = (guest, access) -> operations.ownFolder(name, guest, access).host();
        List<Grant> additional = new ArrayList<>();
        if (values.isEmpty()) {
            ToolInfo tool = ShellErrors.require(tools, name);
            additional.addAll(words.requestedBy(tool, line::option, own));
            // The grant applies only to this artifact, and covers only what the artifact requests.
            Optional<String> there = tool.newest().flatMap(VersionInfo::artifactDigest);
            requireSame(name, digest, there);
            digest = there;
        }
        additional.addAll(words.parse(values, line::option, own));
        additional.addAll(words.withoutValues());
        if (additional.isEmpty()) {
            throw new IllegalArgumentException(
                    "grant of %s names nothing, and tool '%s' asks for nothing in particular"
                            .formatted(words.key(), TerminalText.line(name, 64)));
        }
        return GrantedText.of(
                operations.grant(
                        name,
                        additional,
                        line.has("follow")
                                ? Optional.of(GrantsInfo.Updates.TRUST)
                                : Optional.empty(),
                        digest));
    }

    private static void requireSame(String name, Optional<String> seen, Optional<String> there)
            throws AdministrationException {
        if (seen.isPresent() && !seen.equals(there)) {
            throw new AdministrationException(
                    Reason.CONFLICT,
                    "Another version of tool '%s' waits [%s]"
                            .formatted(
                                    TerminalText.line(name, 64),
                                    there.orElse("none that could be read")));
        }
    }
}
