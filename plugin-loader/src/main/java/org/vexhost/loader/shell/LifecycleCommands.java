package org.vexhost.loader.shell;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.AdminException;
import org.vexhost.loader.deploy.ToolAdmin;
import org.vexhost.loader.registry.ToolEntry;

/** Bringing tools in and out of service. */
@Component(
        service = LifecycleCommands.class,
        property = {
            "osgi.command.scope=vex",
            "osgi.command.function=deploy",
            "osgi.command.function=undeploy",
            "osgi.command.function=enable",
            "osgi.command.function=disable"
        })
public final class LifecycleCommands {

    private static final Duration DEPLOY_WAIT = Duration.ofMinutes(1);

    private final ToolAdmin admin;

    /** Called by Declarative Services. */
    @Activate
    public LifecycleCommands(@Reference ToolAdmin admin) {
        this.admin = admin;
    }

    /** Copies a tool into the tools folder. */
    @Descriptor("copies a tool into the tools folder and waits until it is deployed or refused")
    public String deploy(
            @Descriptor("a .wasm, a NAME.tool.json, a folder or a jar; an absolute path")
                    String file)
            throws AdminException, InterruptedException {
        ToolEntry entry = admin.deploy(path(file), DEPLOY_WAIT);
        String name = TerminalText.line(entry.name(), 64);
        String version = entry.version().map(each -> " " + each).orElse("");
        String state = "%s%s is %s".formatted(name, version, entry.state());
        String text = entry.reason().isEmpty() ? state : state + ": " + entry.reason();
        if (entry.state() == ToolState.FAILED) {
            throw new AdminException(text);
        }
        return text;
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "file name is not a path [%s]".formatted(MessageText.quote(file)), e);
        }
    }

    /** Removes a tool's files. */
    @Descriptor("removes a tool's files from the tools folder, after its calls have ended")
    public String undeploy(@Descriptor("the tool's name, or its artifact's") String name)
            throws AdminException, InterruptedException {
        List<Path> removed = admin.undeploy(name);
        return removed.stream()
                .map(each -> "removed " + MessageText.escape(each.toString(), 4_096))
                .collect(Collectors.joining("\n"));
    }

    /** Brings a tool back. */
    @Descriptor("brings a disabled tool back")
    public String enable(@Descriptor("the tool's name") String name)
            throws AdminException, InterruptedException {
        admin.enable(name);
        return TerminalText.line(name, 64) + " is enabled";
    }

    /** Takes a tool out of service. */
    @Descriptor("takes a tool out of service, after its calls have ended; survives restarts")
    public String disable(@Descriptor("the tool's name") String name)
            throws AdminException, InterruptedException {
        admin.disable(name);
        return TerminalText.line(name, 64) + " is disabled";
    }
}
