package org.vexhost.loader.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.loader.shell.text.TerminalText;
import org.vexhost.loader.shell.text.TextTable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sample of the counters at one moment. The difference between two samples is the load between
 * them.
 */
final class LoadSample {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final double NANOS = 1e9;

    private final long nanoTime;
    private final HostLoad load;
    private final SortedMap<String, CallCounts> counts;

    private LoadSample(long nanoTime, HostLoad load, SortedMap<String, CallCounts> counts) {
        this.nanoTime = nanoTime;
        this.load = load;
        this.counts = counts;
    }

    static LoadSample take(ToolAdministration tools) {
        return new LoadSample(System.nanoTime(), tools.load(), tools.calls());
    }

    /**
     * The rates per second of one tool between two samples. After a tool was removed and deployed
     * again, its counters start at 0.
     */
    private record Rate(
            String tool,
            double calls,
            double failed,
            double fuel,
            long inFlight,
            double meanNanos) {

        static Rate of(String tool, CallCounts before, CallCounts now, double seconds) {
            CallCounts from = now.ended() < before.ended() ? CallCounts.NONE : before;
            long good = now.durations().count() - from.durations().count();
            return new Rate(
                    tool,
                    (now.ended() - from.ended()) / seconds,
                    (now.failed() - from.failed()) / seconds,
                    (now.fuel() + now.hostFuel() - from.fuel() - from.hostFuel()) / seconds,
                    now.inFlight(),
                    good <= 0
                            ? 0
                            : (double) (now.durations().sum() - from.durations().sum()) / good);
        }
    }

    private List<Rate> rates(LoadSample before) {
        double seconds = Math.max(1, nanoTime - before.nanoTime) / NANOS;
        List<Rate> rates = new ArrayList<>();
        counts.forEach(
                (tool, now) ->
                        rates.add(
                                Rate.of(
                                        tool,
                                        before.counts.getOrDefault(tool, CallCounts.NONE),
                                        now,
                                        seconds)));
        rates.sort(
                Comparator.comparingDouble(Rate::fuel)
                        .thenComparingLong(Rate::inFlight)
                        .thenComparingDouble(Rate::calls)
                        .reversed());
        return rates;
    }

    /**
     * Returns the host's load on up to two lines, followed by a table of the tools.
     *
     * @param before the earlier sample
     * @param isOneOfMany whether the output of later samples follows
     */
    String text(LoadSample before, boolean isOneOfMany) {
        String head =
                "calls: %d running, %d waiting, %d suspended; memory: %s of %s MiB reserved%s"
                        .formatted(
                                load.running(),
                                load.queued(),
                                load.suspended(),
                                mebibytes(load.reservedBytes()),
                                mebibytes(load.budgetBytes()),
                                load.draining() ? "; draining" : "");
        TextTable table = new TextTable("NAME", "RUNNING", "CALLS/S", "FAILED/S", "MEAN", "FUEL/S");
        for (Rate rate : rates(before)) {
            table.row(
                    rate.tool(),
                    Long.toString(rate.inFlight()),
                    number(rate.calls()),
                    number(rate.failed()),
                    rate.meanNanos() == 0
                            ? "-"
                            : TerminalText.duration(Duration.ofNanos((long) rate.meanNanos())),
                    String.format(Locale.ROOT, "%,d", Math.round(rate.fuel())));
        }
        String text = String.join("\n", TextTable.wrap(head, TextTable.WIDTH));
        if (!counts.isEmpty()) {
            text = text + "\n" + table.render();
        }
        return isOneOfMany ? text + "\n" : text;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes >> 20);
    }

    private static String number(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
    }

    /** Returns one JSON object with the host's load and the rates of each tool. */
    String json(LoadSample before) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("seconds", (nanoTime - before.nanoTime) / NANOS);
        root.put("running", load.running());
        root.put("waiting", load.queued());
        root.put("suspended", load.suspended());
        root.put("reservedBytes", load.reservedBytes());
        root.put("budgetBytes", load.budgetBytes());
        root.put("draining", load.draining());
        ArrayNode tools = root.putArray("tools");
        for (Rate rate : rates(before)) {
            ObjectNode tool = tools.addObject();
            tool.put("tool", MessageText.printable(rate.tool()));
            tool.put("inFlight", rate.inFlight());
            tool.put("callsPerSecond", rate.calls());
            tool.put("failedPerSecond", rate.failed());
            tool.put("meanNanos", Math.round(rate.meanNanos()));
            tool.put("fuelPerSecond", Math.round(rate.fuel()));
        }
        return TerminalText.json(MAPPER.writeValueAsString(root));
    }
}
