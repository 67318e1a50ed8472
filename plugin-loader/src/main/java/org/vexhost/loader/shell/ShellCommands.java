package org.vexhost.loader.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.words.GrantWords;

/** Registers the commands with Gogo, the framework's shell, as soon as the shell is available. */
@Component(
        service = {},
        immediate = true,
        reference = @Reference(name = "gogo", service = CommandProcessor.class))
public final class ShellCommands {

    /** The service property with a command's one-line summary, which {@code help} shows. */
    static final String SUMMARY = "org.vexhost.command.summary";

    private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();

    /** Called by Declarative Services. */
    @Activate
    public ShellCommands(
            BundleContext context,
            @Reference ToolCommands tools,
            @Reference CallCommands calls,
            @Reference LifecycleCommands lifecycle,
            @Reference GrantCommands grants,
            @Reference CallerCommands callers,
            @Reference SecretCommands secrets,
            @Reference ActivityCommands activity,
            @Reference HostCommands host) {
        List<VexCommand> others =
                Stream.of(
                                callers.commands(),
                                secrets.commands(),
                                activity.commands(),
                                host.commands())
                        .flatMap(List::stream)
                        .toList();
        for (VexCommand command : all(tools, calls, lifecycle, grants, others)) {
            register(context, command.name(), command.summary(), command);
        }
        // Names with two underscores mark commands that only completion uses.
        register(context, "__names", "", values(tools::names));
        register(context, "__capabilities", "", values(GrantWords::capabilities));
    }

    static List<VexCommand> all(
            ToolCommands tools,
            CallCommands calls,
            LifecycleCommands lifecycle,
            GrantCommands grants,
            List<VexCommand> others) {
        List<VexCommand> all =
                new ArrayList<>(
                        Stream.of(
                                        tools.commands(),
                                        calls.commands(),
                                        lifecycle.commands(),
                                        grants.commands(),
                                        others)
                                .flatMap(List::stream)
                                .toList());
        all.add(new OverviewCommand(all).command());
        return List.copyOf(all);
    }

    static Function values(Supplier<List<String>> values) {
        return (session, arguments) -> values.get();
    }

    private void register(BundleContext context, String name, String summary, Function command) {
        Map<String, String> properties =
                Map.of(
                        CommandProcessor.COMMAND_SCOPE,
                        VexCommand.SCOPE,
                        CommandProcessor.COMMAND_FUNCTION,
                        name,
                        SUMMARY,
                        summary);
        registrations.add(
                context.registerService(
                        Function.class, command, FrameworkUtil.asDictionary(properties)));
    }

    /** Called by Declarative Services. */
    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
