package org.vexhost.loader.shell.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vexhost.api.admin.ThreadOverview.State;
import org.vexhost.api.admin.ThreadOverview.ThreadFacts;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats threads grouped by kind, one by one, or as JSON. */
public final class ThreadsText {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ThreadsText() {}

    public static String groups(List<ThreadFacts> threads) {
        Map<String, List<ThreadFacts>> groups = new TreeMap<>();
        threads.forEach(
                each -> groups.computeIfAbsent(each.group(), name -> new ArrayList<>()).add(each));
        TextTable table =
                new TextTable(
                        "COUNT", "RUNNING", "WAITING", "BLOCKED", "IN CALLS", "CPU", "THREADS");
        groups.forEach(
                (name, all) ->
                        table.row(
                                Integer.toString(all.size()),
                                count(all, State.RUNNING),
                                count(all, State.WAITING),
                                count(all, State.BLOCKED),
                                count(all, State.IN_HOST_CALL),
                                cpu(all),
                                TerminalText.line(name, 60)));
        return table.render();
    }

    private static String count(List<ThreadFacts> threads, State state) {
        return Long.toString(threads.stream().filter(each -> each.state() == state).count());
    }

    private static String cpu(List<ThreadFacts> threads) {
        Duration sum = Duration.ZERO;
        for (ThreadFacts each : threads) {
            sum = sum.plus(each.cpu().orElse(Duration.ZERO));
        }
        return TerminalText.duration(sum);
    }

    public static String each(List<ThreadFacts> threads) {
        TextTable table = new TextTable("THREAD", "STATE", "CPU", "AT");
        for (ThreadFacts thread : threads) {
            table.row(
                    TerminalText.line(thread.name(), 60),
                    thread.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    thread.cpu().map(TerminalText::duration).orElse("-"),
                    TerminalText.line(thread.at().orElse("-"), 200));
        }
        return table.render();
    }

    public static String json(List<ThreadFacts> threads) {
        ArrayNode all = MAPPER.createArrayNode();
        for (ThreadFacts thread : threads) {
            ObjectNode node = all.addObject();
            node.put("name", thread.name());
            node.put("group", thread.group());
            node.put("state", thread.state().name());
            thread.cpu().ifPresent(time -> node.put("cpuNanos", time.toNanos()));
            thread.at().ifPresent(frame -> node.put("at", frame));
        }
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }
}
