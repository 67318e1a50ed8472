package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("On a running host")
class ActivityIT {

    @TempDir Path folder;

    private static JsonNode json(Reply reply) {
        assertEquals(0, reply.status(), reply::err);
        return JsonMapper.shared().readTree(reply.out());
    }

    private static Reply fits(Reply reply) {
        assertEquals(0, reply.status(), reply::err);
        assertFalse(reply.out().contains("\u001b"), reply::out);
        reply.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        return reply;
    }

    @Test
    void whatGoesOnCanBeSeen() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            host.deployExample("text-stats");
            Reply called = host.awaitCall("text-stats", "{\"text\":\"one two\"}");
            assertEquals(0, called.status());
            assertEquals(2, host.call("text-stats", "{}").status());

            fits(host.shell("vex:calls"));
            JsonNode calls = json(host.shell("vex:calls --json text-stats"));
            assertEquals("INVALID_ARGUMENTS", calls.get(0).get("code").asString());
            assertTrue(calls.get(1).get("fuel").asLong() > 0, calls::toString);
            assertEquals(
                    System.getProperty("user.name"),
                    calls.get(1).get("caller").get("name").asString());

            fits(host.shell("vex:top"));
            assertEquals(
                    "text-stats",
                    json(host.shell("vex:top --json")).get("tools").get(0).get("tool").asString());
            assertTrue(fits(host.shell("vex:fuel text-stats")).out().contains("maxFuel"));

            Reply watched = fits(host.shell("vex:watch --since 0 -n 1"));
            assertTrue(watched.out().contains("#1  text-stats"), watched::out);
            host.shell("vex:disable text-stats");
            // How many there are before it depends on whether the tool waited to be compiled.
            String events = "";
            for (int i = 0; i < 50 && !events.contains("text-stats disabled"); i++) {
                events = host.shell("vex:watch --since %d -n 1".formatted(i)).out();
            }
            assertTrue(events.contains(" by user '"), events);

            Reply logs = host.shell("vex:logs text-stats");
            assertTrue(logs.out().contains("INFO  Tool 'text-stats'"), logs::out);
            assertTrue(json(host.shell("vex:logs --json -n 1")).get("sequence").isIntegralNumber());

            Reply config = fits(host.shell("vex:config org.vexhost.host"));
            assertTrue(config.out().contains("maxConcurrentCalls "), config::out);
            assertEquals(0, json(host.shell("vex:config --json -c org.vexhost.host")).size());

            assertTrue(fits(host.shell("vex:threads")).out().contains("vexhost-deploy"));
            fits(host.shell("vex:threads --all"));
        }
    }
}
