package org.vexhost.distribution.admin;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.api.admin.LogTail;
import org.vexhost.distribution.host.HostLog;

/**
 * Provides the latest lines of the host's log to other bundles, and the tool that each line
 * concerns.
 */
final class RecentLog implements LogTail {

    /** The prefix of the loggers that log the output of tools. */
    private static final String TOOL_LOGGER = "vexhost.tool.";

    /**
     * The form in which the host names a tool in its own log lines. Text from tools comes later in
     * a line, so the first match is from the host.
     */
    private static final Pattern NAMED = Pattern.compile("[Tt]ool '([a-z0-9][a-z0-9_-]{0,63})'");

    private final HostLog log;

    RecentLog(HostLog log) {
        this.log = log;
    }

    @Override
    public long lastSequence() {
        return log.lastSequence();
    }

    @Override
    public long firstSequence() {
        return log.firstSequence();
    }

    @Override
    public List<Line> after(long sequence, int max) {
        return log.after(sequence, max).stream().map(RecentLog::line).toList();
    }

    private static Line line(HostLog.Entry entry) {
        return new Line(
                entry.sequence(),
                entry.time(),
                level(entry.level()),
                entry.logger(),
                entry.thread(),
                tool(entry),
                entry.message());
    }

    private static Level level(String level) {
        return switch (level) {
            case "ERROR" -> Level.ERROR;
            case "WARN" -> Level.WARN;
            case "INFO" -> Level.INFO;
            default -> Level.DEBUG;
        };
    }

    static Optional<String> tool(HostLog.Entry entry) {
        if (entry.logger().startsWith(TOOL_LOGGER)) {
            return Optional.of(entry.logger().substring(TOOL_LOGGER.length()));
        }
        Matcher named = NAMED.matcher(entry.message());
        return named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }
}
