package org.vexhost.distribution.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.vexhost.api.ErrorReason;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;
import org.vexhost.distribution.host.ShortPath;

/**
 * An hour of a host's life without its pauses: deployments, updates, callers, silent clients, large
 * modules, large memories, hostile tools, operators. After each kind of trouble every tool has to
 * answer again.
 */
final class ScriptedHour {

    private static final long PAUSE_MILLIS = 200;
    private static final int TOOLS = 6;
    private static final int CODE_BYTES = 1_500;
    private static final int CALLERS = 120;
    private static final int CALLS_EACH = 4;
    private static final int SILENT = 150;
    private static final int OPERATORS = 24;
    private static final int GREEDY = 12;
    private static final int BUSY = 12;
    private static final int LARGE_BYTES = 400_000;
    private static final int HUGE_BYTES = 6_000_000;

    private static final Map<String, ErrorReason> HOSTILE =
            new TreeMap<>(
                    Map.of(
                            "loop-br", ErrorReason.FUEL,
                            "loop-memory-grow", ErrorReason.FUEL,
                            "loop-table-grow", ErrorReason.FUEL,
                            "recurse-direct", ErrorReason.CALL_DEPTH,
                            "output-11-mib", ErrorReason.OUTPUT_TOO_LARGE,
                            "output-text", ErrorReason.INVALID_OUTPUT,
                            "output-pointer-outside", ErrorReason.OUT_OF_BOUNDS,
                            "trap-unreachable", ErrorReason.TRAP));

    private final HostProcess host;
    private final Steps steps;
    private final Answers answers;
    private final Random random = new Random(5);
    private final List<GeneratedTool> tools = new ArrayList<>();
    private int version;

    ScriptedHour(HostProcess host, Steps steps, Answers answers) {
        this.host = host;
        this.steps = steps;
        this.answers = answers;
    }

    void run(int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            steps.run("deploy", this::deploy);
            steps.run("callers during updates", this::callDuringUpdates);
            recover();
            steps.run("silent clients", this::sitSilent);
            recover();
            steps.run("large modules", this::deployLargeModules);
            recover();
            steps.run("large memory", this::takeMuchMemory);
            recover();
            steps.run("hostile tools", this::callHostileTools);
            recover();
            steps.run("operators", this::operate);
            recover();
            steps.run("undeploy", this::undeploy);
        }
    }

    /** New versions of all tools, the first time and each time after they went. */
    private void deploy() throws Exception {
        version++;
        tools.clear();
        for (int i = 0; i < TOOLS; i++) {
            GeneratedTool tool = new GeneratedTool("tool-" + i, version, CODE_BYTES);
            tools.add(tool);
            tool.moveTo(host.home().tools());
        }
        awaitAll();
    }

    private void awaitAll() throws Exception {
        for (GeneratedTool tool : tools) {
            String arguments = "{\"n\":%d}".formatted(version);
            host.awaitCall(
                    tool.name(),
                    arguments,
                    reply -> {
                        boolean isRight = reply.out().equals(tool.answer(arguments));
                        if (!isRight && reply.status() != 0) {
                            answers.refused(tool.name(), reply, absentOrFull());
                        }
                        return isRight;
                    });
            answers.right();
        }
    }

    private static Set<ErrorReason> absentOrFull() {
        Set<ErrorReason> reasons = new HashSet<>(Answers.FOR_LACK_OF_ROOM);
        reasons.add(ErrorReason.NO_SUCH_TOOL);
        return reasons;
    }

    /** Everything works again: old tools, and one that is new. */
    private void recover() throws Exception {
        steps.run(
                "recover",
                () -> {
                    awaitAll();
                    GeneratedTool fresh = new GeneratedTool("fresh", ++version, CODE_BYTES);
                    fresh.moveTo(host.home().tools());
                    host.awaitCall("fresh", "{}", reply -> reply.out().equals(fresh.answer("{}")));
                    String ignored = host.awaitShell("vex:stats", out -> !out.isEmpty());
                });
    }

    private void callDuringUpdates() throws Exception {
        List<List<GeneratedTool>> versions = new ArrayList<>();
        versions.add(List.copyOf(tools));
        for (int i = 0; i < 2; i++) {
            int next = ++version;
            versions.add(
                    tools.stream()
                            .map(tool -> new GeneratedTool(tool.name(), next, CODE_BYTES))
                            .toList());
        }
        steps.together(
                CALLERS + 1,
                number -> {
                    if (number == CALLERS) {
                        update(versions);
                    } else {
                        call(number, versions);
                    }
                });
        tools.clear();
        tools.addAll(versions.get(versions.size() - 1));
    }

    private void update(List<List<GeneratedTool>> versions) throws Exception {
        for (List<GeneratedTool> next : versions.subList(1, versions.size())) {
            for (GeneratedTool tool : next) {
                tool.moveTo(host.home().tools());
                Thread.sleep(30);
            }
        }
    }

    private void call(int number, List<List<GeneratedTool>> versions) throws IOException {
        for (int i = 0; i < CALLS_EACH; i++) {
            int tool = (number + i) % TOOLS;
            String arguments = "{\"n\":%d}".formatted(number * CALLS_EACH + i);
            Reply reply = host.call(versions.get(0).get(tool).name(), arguments);
            boolean isRight =
                    versions.stream()
                            .anyMatch(each -> reply.out().equals(each.get(tool).answer(arguments)));
            if (isRight) {
                answers.right();
            } else {
                answers.refused("tool-" + tool, reply, Answers.FOR_LACK_OF_ROOM);
            }
        }
    }

    /** Clients that connect and say nothing, more than there are file handles. */
    private void sitSilent() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (ShortPath path = ShortPath.to(host.home().socket())) {
            for (int i = 0; i < SILENT; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(path.path())));
            }
            GeneratedTool tool = tools.get(random.nextInt(TOOLS));
            answers.judge(tool.name(), host.call(tool.name(), "{}"), tool.answer("{}"));
            Reply status = command("status");
            assertTrue(status.out().contains("process: "), status::err);
        } finally {
            for (SocketChannel each : silent) {
                each.close();
            }
        }
    }

    private Reply command(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(HostProcess.script()));
        line.addAll(List.of(words));
        line.addAll(1 + 1, List.of("--home", host.home().root().toString()));
        return HostProcess.execute("", line);
    }

    /** Each becomes a tool, or says which memory it lacks; small ones are served meanwhile. */
    private void deployLargeModules() throws Exception {
        List<GeneratedTool> large =
                List.of(
                        new GeneratedTool("large", ++version, LARGE_BYTES),
                        new GeneratedTool("huge", version, HUGE_BYTES));
        for (GeneratedTool tool : large) {
            tool.moveTo(host.home().tools());
        }
        for (GeneratedTool tool : large) {
            host.awaitCall(
                    tool.name(),
                    "{}",
                    reply -> {
                        GeneratedTool small = tools.get(random.nextInt(TOOLS));
                        answers.judge(small.name(), small(small), small.answer("{}"));
                        return decided(tool, reply);
                    });
        }
        for (GeneratedTool tool : large) {
            Files.delete(host.home().tools().resolve(tool.name() + ".tool.json"));
            Files.delete(host.home().tools().resolve(tool.name() + ".wasm"));
            host.awaitCall(tool.name(), "{}", reply -> reply.status() == 3);
        }
    }

    private Reply small(GeneratedTool tool) {
        try {
            return host.call(tool.name(), "{}");
        } catch (IOException e) {
            return new Reply(1, "", e.toString());
        }
    }

    private boolean decided(GeneratedTool tool, Reply reply) {
        if (reply.status() == 0) {
            answers.judge(tool.name(), reply, tool.answer("{}"));
            return true;
        }
        answers.refused(tool.name(), reply, absentOrFull());
        return reply.err().contains("DEPLOYMENT_FAILED") && reply.err().contains("-Xmx");
    }

    /** Calls that fill 64 MiB each, and a tool that asks for more than small hosts have. */
    private void takeMuchMemory() throws Exception {
        deployHostile("memory-grow-to-limit", "greedy", "");
        deployHostile(
                "memory-grow-to-limit",
                "glutton",
                ", \"limits\": {\"maxMemoryBytes\": 1073741824, \"maxFuel\": 10000000000}");
        host.awaitCall("greedy", "{}", reply -> reply.out().startsWith("[0,"));
        Set<ErrorReason> reasons = new HashSet<>(Answers.FOR_LACK_OF_ROOM);
        reasons.add(ErrorReason.MEMORY_BUDGET);
        steps.together(
                GREEDY,
                number -> {
                    String name = number % 4 == 0 ? "glutton" : "greedy";
                    Reply reply = host.call(name, "{}");
                    if (reply.status() == 0) {
                        assertTrue(reply.out().matches("\\[0,\\d+\\]"), reply::out);
                        answers.right();
                    } else {
                        answers.refused(name, reply, reasons);
                    }
                });
        remove("greedy");
        remove("glutton");
    }

    private void deployHostile(String guest, String name, String more) throws IOException {
        Path module = HostProcess.HOSTILE.resolve(guest + ".wasm");
        GeneratedTool.move(host.home().tools(), name + ".wasm", Files.readAllBytes(module));
        GeneratedTool.move(
                host.home().tools(),
                name + ".tool.json",
                HostProcess.descriptor(name, "1.0.0", more)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void remove(String name) throws Exception {
        Reply reply = host.shell("vex:undeploy " + name);
        assertEquals(0, reply.status(), reply::err);
        host.awaitCall(name, "{}", each -> each.status() == 3);
    }

    private void callHostileTools() throws Exception {
        List<String> names = List.copyOf(HOSTILE.keySet());
        for (String name : names) {
            deployHostile(name, name, "");
        }
        for (String name : names) {
            host.awaitCall(name, "{}", reply -> isStopped(name, reply));
        }
        steps.together(
                4 * names.size(),
                number -> {
                    String name = names.get(number % names.size());
                    Set<ErrorReason> reasons = new HashSet<>(Answers.FOR_LACK_OF_ROOM);
                    reasons.add(HOSTILE.get(name));
                    answers.refused(name, host.call(name, "{}"), reasons);
                });
        for (String name : names) {
            remove(name);
        }
    }

    private static boolean isStopped(String name, Reply reply) {
        return reply.err().contains("/" + HOSTILE.get(name).name() + ": ");
    }

    /** Commands of many operators at once: each is done, or refused for lack of room. */
    private void operate() throws Exception {
        List<String> commands =
                List.of(
                        "vex:tools",
                        "vex:stats --json",
                        "vex:describe tool-1",
                        "vex:limits tool-2",
                        "vex:grants tool-3",
                        "vex:call tool-4 '{}'");
        steps.together(
                OPERATORS,
                number -> {
                    String command = commands.get(number % commands.size());
                    Reply reply = host.shell(command);
                    if (reply.status() == 0) {
                        assertTrue(!reply.out().isEmpty(), command);
                        answers.right();
                    } else {
                        answers.refused(command, reply, Answers.FOR_LACK_OF_ROOM);
                    }
                });
        Reply script = command("shell");
        assertEquals(0, script.status(), script::err);
        Reply call = command("call", "tool-0", "{}");
        answers.judge("tool-0", call, tools.get(0).answer("{}"));
    }

    /** Calls that would run for minutes, and an operator who stops the host under them. */
    void stopUnderCalls(Steps.Step stop) throws Exception {
        deployHostile(
                "loop-br",
                "busy",
                ", \"limits\": {\"maxFuel\": 1000000000000, \"timeout\": \"PT9M\"}");
        host.awaitTools("busy ACTIVE");
        Set<ErrorReason> reasons = new HashSet<>(Answers.FOR_LACK_OF_ROOM);
        reasons.add(ErrorReason.DRAINING);
        CountDownLatch running = new CountDownLatch(1);
        steps.together(
                BUSY + 1,
                number -> {
                    if (number == BUSY) {
                        running.await();
                        stop.run();
                    } else if (number == 0) {
                        CompletableFuture<Reply> call = callThatRuns("busy", reasons);
                        running.countDown();
                        answers.refused("busy", call.get(), reasons);
                    } else {
                        running.await();
                        answers.refused("busy", host.call("busy", "{}"), reasons);
                    }
                });
    }

    /** Calls a tool until a call runs; the ones before may be refused for lack of room. */
    private CompletableFuture<Reply> callThatRuns(String tool, Set<ErrorReason> reasons)
            throws Exception {
        CompletableFuture<Reply> call = host.callLater(tool, "{}");
        while (!host.isCallRunning(tool)) {
            if (call.isDone()) {
                answers.refused(tool, call.get(), reasons);
                Thread.sleep(PAUSE_MILLIS);
                call = host.callLater(tool, "{}");
            }
        }
        return call;
    }

    private void undeploy() throws Exception {
        for (GeneratedTool tool : tools) {
            remove(tool.name());
        }
        remove("fresh");
    }
}
