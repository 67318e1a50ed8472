package org.vexhost.loader.shell;

import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Component;

/** What there is to type. */
@Component(
        service = OverviewCommand.class,
        property = {"osgi.command.scope=vex", "osgi.command.function=commands"})
public final class OverviewCommand {

    /** Called by Declarative Services. */
    public OverviewCommand() {}

    /** All commands, a line each. */
    @Descriptor("lists the commands of vexhost")
    public String commands() {
        return new TextTable("", "")
                .row("tools [--json]", "all tools with their states")
                .row("describe NAME", "one tool: what it takes and asks for")
                .row("call [--full] NAME ['JSON' | @FILE]", "calls a tool")
                .row("limits NAME", "what one call may use")
                .row("stats", "calls, errors, load")
                .row("deploy FILE", "copies a tool into the tools folder")
                .row("undeploy NAME", "removes a tool's files")
                .row("enable NAME, disable NAME", "brings a tool in or out of service")
                .row("grants NAME", "what a tool asks for and was granted")
                .row("grant [--follow] NAME CAPABILITY", "grants what the tool asks for")
                .row("grant NAME environment VARIABLE…", "LANG, or LC_*")
                .row("grant NAME fileSystem DIRECTORY…", "/data=/srv/docs:ro, or /data:rw")
                .row("grant NAME network ORIGIN…", "https://api.example.com")
                .row("revoke NAME [CAPABILITY [VALUE…]]", "takes it back, at once")
                .row("approve [--dry-run] NAME [SHA256]", "lets an update serve that waits")
                .row("denials NAME", "what was refused, and what would allow it")
                .row("help vex:COMMAND", "all about one command")
                .render();
    }
}
