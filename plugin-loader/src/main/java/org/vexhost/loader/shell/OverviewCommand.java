package org.vexhost.loader.shell;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.TextTable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The command that lists all commands. */
final class OverviewCommand {

    private final List<VexCommand> others;

    /**
     * Creates the command.
     *
     * @param others the other commands
     */
    OverviewCommand(List<VexCommand> others) {
        this.others = List.copyOf(others);
    }

    VexCommand command() {
        return VexCommand.named("commands")
                .summary("lists the commands of vexhost; help lists those of the shell too")
                .json()
                .example("vex:commands")
                .prints(line -> line.has("json") ? json() : text());
    }

    private List<VexCommand> listed() {
        return Stream.concat(others.stream(), Stream.of(command()))
                .sorted(Comparator.comparing(VexCommand::name))
                .toList();
    }

    private String text() {
        TextTable table = new TextTable("", "");
        listed().forEach(command -> table.row("vex:" + command.name(), command.summary()));
        return table.render() + "\n\nvex:COMMAND --help explains one";
    }

    private String json() {
        JsonMapper mapper = JsonMapper.shared();
        ArrayNode all = mapper.createArrayNode();
        for (VexCommand command : listed()) {
            all.addObject()
                    .put("name", "vex:" + command.name())
                    .put("summary", command.summary())
                    .put("usage", "vex:" + command.usage());
        }
        return mapper.writeValueAsString(all);
    }
}
