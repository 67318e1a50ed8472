package org.vexhost.distribution.admin.shell;

import java.io.PrintStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Prints the output of {@code help}: all commands by scope, or the usage of one command. */
public final class Help {

    /**
     * The service property that contains a one-line summary of a command. Commands with this
     * property support --help.
     */
    private static final String SUMMARY = "org.vexhost.command.summary";

    private static final List<String> FIRST_SCOPES = List.of("vex", "gogo", "felix");

    private final BundleContext context;

    /**
     * Creates the help for the commands of a framework.
     *
     * @param context finds the commands
     */
    public Help(BundleContext context) {
        this.context = context;
    }

    /** Lists all commands, except those that are only for use by other commands. */
    void list(CommandSession session, PrintStream out) {
        Map<String, String> summaries = summaries();
        Map<String, Map<String, String>> scopes = new LinkedHashMap<>();
        FIRST_SCOPES.forEach(scope -> scopes.put(scope, new TreeMap<>()));
        for (String command : new TreeSet<>(Shell.getCommands(session))) {
            int colon = command.indexOf(':');
            String name = command.substring(colon + 1);
            String text = summary(session, command, summaries);
            // Skips names that are used only for completion, and commands without a summary.
            if (colon > 0 && !name.startsWith("_") && !text.isEmpty()) {
                scopes.computeIfAbsent(command.substring(0, colon), key -> new TreeMap<>())
                        .put(command, text);
            }
        }
        scopes.values().removeIf(Map::isEmpty);
        for (Map<String, String> commands : scopes.values()) {
            commands.forEach((name, text) -> out.println(line(name, text)));
            out.println();
        }
        out.println("help COMMAND explains one; exit leaves the session");
    }

    private static String line(String name, String text) {
        return "  %-20s  %s".formatted(name, text).stripTrailing();
    }

    /** Explains one command. */
    void explain(CommandSession session, String name, PrintStream out) throws Exception {
        String command = Shell.resolve(session, name);
        if (!Shell.getCommands(session).contains(command)) {
            throw new CommandNotFoundException(name);
        }
        String summary = summary(session, command, summaries());
        List<Method> methods = methods(session, command);
        boolean hasPage = methods.isEmpty() || methods.stream().noneMatch(Help::isDescribed);
        if (!hasPage) {
            methods.stream().filter(Help::isDescribed).forEach(each -> page(command, each, out));
        } else if (summaries().containsKey(command) || hasUsage(command)) {
            Object ignored = session.execute(command + " --help");
        } else {
            out.println(summary.isEmpty() ? command : command + " - " + summary);
        }
    }

    private static boolean hasUsage(String command) {
        String name = command.substring(command.indexOf(':') + 1);
        return command.startsWith("gogo:")
                && (GogoCommands.POSIX.containsKey(name)
                        || GogoCommands.PROCEDURAL.containsKey(name));
    }

    private static boolean isDescribed(Method method) {
        return method.isAnnotationPresent(Descriptor.class);
    }

    private static String summary(
            CommandSession session, String command, Map<String, String> summaries) {
        String known = summaries.get(command);
        if (known == null && command.startsWith("gogo:")) {
            known = GogoCommands.summary(command.substring("gogo:".length()));
        }
        if (known != null && !known.isEmpty()) {
            return known;
        }
        return methods(session, command).stream()
                .filter(Help::isDescribed)
                .map(method -> method.getAnnotation(Descriptor.class).value())
                .findFirst()
                .orElse("");
    }

    /** Returns the summaries of all commands that have the property. */
    private Map<String, String> summaries() {
        Map<String, String> summaries = new TreeMap<>();
        try {
            ServiceReference<?>[] found =
                    context.getAllServiceReferences(null, "(" + SUMMARY + "=*)");
            for (ServiceReference<?> each : found == null ? new ServiceReference<?>[0] : found) {
                summaries.put(
                        each.getProperty(CommandProcessor.COMMAND_SCOPE)
                                + ":"
                                + each.getProperty(CommandProcessor.COMMAND_FUNCTION),
                        String.valueOf(each.getProperty(SUMMARY)));
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("filter is wrong", e);
        }
        return summaries;
    }

    private static List<Method> methods(CommandSession session, String command) {
        if (!(session.get(command) instanceof CommandProxy proxy)) {
            return List.of();
        }
        String name = command.substring(command.indexOf(':') + 1);
        try {
            return Arrays.stream(proxy.getTarget().getClass().getMethods())
                    .filter(
                            each ->
                                    each.getName().equals(name)
                                            || each.getName().equals("_" + name))
                    .toList();
        } finally {
            proxy.ungetTarget();
        }
    }

    private static void page(String command, Method method, PrintStream out) {
        List<String> options = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        Class<?>[] types = method.getParameterTypes();
        Annotation[][] annotations = method.getParameterAnnotations();
        for (int i = 0; i < types.length; i++) {
            Parameter parameter = find(annotations[i], Parameter.class);
            Descriptor described = find(annotations[i], Descriptor.class);
            String text = described == null ? types[i].getSimpleName() : described.value();
            if (parameter != null) {
                options.add(line(String.join(", ", parameter.names()), text));
            } else if (types[i] != CommandSession.class) {
                arguments.add(line("ARGUMENT" + (types[i].isArray() ? "..." : ""), text));
            }
        }
        out.println(command + " - " + method.getAnnotation(Descriptor.class).value());
        out.println(
                "Usage: %s%s%s"
                        .formatted(
                                command,
                                options.isEmpty() ? "" : " [OPTION...]",
                                " ARGUMENT".repeat(arguments.size())));
        arguments.forEach(out::println);
        options.forEach(out::println);
    }

    private static <T extends Annotation> @Nullable T find(
            Annotation[] annotations, Class<T> type) {
        for (Annotation each : annotations) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
