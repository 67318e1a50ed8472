package org.vexhost.gateway.caller.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.gateway.caller.file.PrivateFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fuel that each caller has used in the current UTC day. The figures survive restarts: the host
 * calls {@link #save} often enough that at most a minute is lost. Thread-safe.
 */
public final class FuelBook {

    private static final Logger LOG = LoggerFactory.getLogger(FuelBook.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;
    private final InstantSource clock;

    /** Guarded by this, like all fields below. */
    private final Map<String, Long> used = new HashMap<>();

    private LocalDate day;
    private boolean isChanged;
    private volatile boolean isToldOfFailure;

    /** Reads the figures from a file, and continues with them if they are from the current day. */
    public FuelBook(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.day = today();
        read();
    }

    /** The units of fuel that a caller has used since midnight UTC. */
    public synchronized long used(String caller) {
        turn();
        return used.getOrDefault(caller, 0L);
    }

    synchronized void add(String caller, long fuel) {
        if (fuel > 0) {
            turn();
            used.merge(caller, fuel, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
            isChanged = true;
        }
    }

    /** The time from now to midnight UTC. */
    Duration untilTomorrow() {
        Instant now = clock.instant();
        Instant midnight =
                now.atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        return Duration.between(now, midnight);
    }

    /** Writes the figures if they changed since the last write. */
    public void save() {
        byte[] content;
        synchronized (this) {
            if (!isChanged) {
                return;
            }
            turn();
            content = render();
            isChanged = false;
        }
        try {
            PrivateFiles.write(file, content);
            isToldOfFailure = false;
        } catch (IOException e) {
            synchronized (this) {
                isChanged = true;
            }
            if (!isToldOfFailure) {
                isToldOfFailure = true;
                LOG.warn("fuel of callers cannot be written [{}]", e.toString());
            }
        }
    }

    private byte[] render() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("day", day.toString());
        ObjectNode callers = root.putObject("used");
        used.forEach(callers::put);
        return MAPPER.writeValueAsBytes(root);
    }

    private void turn() {
        LocalDate now = today();
        if (!now.equals(day)) {
            day = now;
            used.clear();
            isChanged = true;
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void read() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("is larger than %d bytes".formatted(MAX_BYTES));
            }
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (LocalDate.parse(root.path("day").asString("")).equals(day)) {
                JsonNode callers = root.path("used");
                for (String name : callers.propertyNames()) {
                    used.put(name, Math.max(0, callers.path(name).asLong(0)));
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no caller used fuel so far");
        } catch (IOException | JacksonException | DateTimeParseException e) {
            LOG.warn(
                    "fuel of callers cannot be read, counting begins at 0 [{}]",
                    MessageText.escape(String.valueOf(e.getMessage()), 200));
        }
    }
}
