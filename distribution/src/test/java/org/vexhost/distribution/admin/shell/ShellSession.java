package org.vexhost.distribution.admin.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.jline.terminal.Terminal;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;

/** Gogo with our statements and session commands, and a few commands of the scope {@code t}. */
final class ShellSession implements AutoCloseable {

    /** Started once: a command that ends late sets them again, whoever has stopped them. */
    private static final ThreadIOImpl STREAMS = new ThreadIOImpl();

    static {
        STREAMS.start();
    }

    final CommandProcessorImpl processor = new CommandProcessorImpl(STREAMS);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    final CommandSession session;
    private final List<String> failures = new ArrayList<>();

    private final AtomicInteger hungry = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();

    ShellSession() {
        add(new Builtin(), GogoCommands.BUILTIN.keySet());
        add(new Procedural(), GogoCommands.PROCEDURAL.keySet());
        add(new ShellPosix(processor), GogoCommands.POSIX.keySet());
        processor.addCommand("t", new Commands(), "say");
        processor.addCommand("t", new Commands(), "words");
        processor.addCommand("t", new Commands(), "value");
        processor.addCommand("felix", new Commands(), "stop");
        throwing(
                "t",
                "fail",
                ToolError.of(ErrorReason.NO_SUCH_TOOL, "x", "Tool 'x' is not deployed")
                        .toException());
        throwing("t", "interrupted", new InterruptedException());
        throwing("t", "bug", new NullPointerException("Cannot invoke \"String.length()\""));
        throwing("t", "end", new ExitRequest(4));
        Function greedy =
                (asking, arguments) -> {
                    begun.incrementAndGet();
                    throw new OutOfMemoryError("unable to create native thread");
                };
        processor.addCommand("t", greedy, "greedy");
        throwing("gogo", "exit", new ExitRequest(0));
        throwing("gogo", "quit", new ExitRequest(0));
        session =
                processor.createSession(
                        new ByteArrayInputStream(new byte[0]), out, new PipeErrors(out));
        session.put(Shell.VAR_PROCESSOR, processor);
    }

    /** A command that ends with an exception. */
    private void throwing(String scope, String name, Exception exception) {
        Function function =
                (asking, arguments) -> {
                    throw exception;
                };
        processor.addCommand(scope, function, name);
    }

    private void add(Object commands, Iterable<String> names) {
        names.forEach(name -> processor.addCommand("gogo", commands, name));
    }

    void terminal(Terminal terminal) {
        session.put(Shell.VAR_TERMINAL, terminal);
    }

    /** Runs a script; what it prints and what fails can be read afterwards. */
    int run(String script) throws ExitRequest {
        printed.reset();
        failures.clear();
        Statements statements =
                new Statements(
                        starving(session), out::println, failure -> failures.add(failure.text()));
        session.setJobListener((job, previous, now) -> statements.jobChanged(job, now));
        return statements.run(script);
    }

    /** How often the command that runs out of threads itself was begun. */
    int begun() {
        return begun.get();
    }

    /** The next commands find no thread, so many times. */
    void starve(int times) {
        hungry.set(times);
    }

    private CommandSession starving(CommandSession real) {
        return (CommandSession)
                Proxy.newProxyInstance(
                        CommandSession.class.getClassLoader(),
                        new Class<?>[] {CommandSession.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("execute") && hungry.get() > 0) {
                                hungry.decrementAndGet();
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        session.close();
        processor.stop();
    }

    /** Commands of tests. */
    public static final class Commands {

        private static PrintStream out() {
            return Process.Utils.current().out();
        }

        /** Prints. */
        public void say(String word) {
            out().println(word);
        }

        /** Prints its words, each in brackets. */
        public void words(Object[] words) {
            for (Object word : words) {
                out().print("[" + word + "]");
            }
            out().println();
        }

        /** Gives something back. */
        public Object value() {
            return List.of("one\u001b[2J", "two");
        }

        /** Is never suggested. */
        public void stop(int bundle) {
            out().println("stopped " + bundle);
        }
    }
}
