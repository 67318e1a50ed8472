package org.vexhost.sandbox.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.WasmEngine;

@DisplayName("The engine as a component")
class EngineComponentTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(EngineComponent.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final List<WasmEngine> services = new ArrayList<>();
    private EngineComponent component;

    @BeforeEach
    void activate() {
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        ServiceRegistration<?> registration =
                fake(
                        ServiceRegistration.class,
                        (method, arguments) -> {
                            services.clear();
                            return null;
                        });
        BundleContext context =
                fake(
                        BundleContext.class,
                        (method, arguments) -> {
                            if (arguments[1] instanceof WasmEngine engine) {
                                services.add(engine);
                            }
                            return registration;
                        });
        Map<String, Object> values = values("maxThreads", "7");
        component = new EngineComponent(context, config(values), values, List.of());
    }

    @AfterEach
    void deactivate() {
        logger.detachAppender(appender);
        logger.setLevel(null);
        logger.setAdditive(true);
        component.deactivate();
        assertTrue(services.isEmpty());
    }

    /** Answers the methods of an interface. */
    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    /** As Declarative Services reads values. */
    private static EngineConfig config(Map<String, Object> values) {
        return fake(
                EngineConfig.class,
                (method, arguments) -> {
                    String value = (String) values.get(method);
                    return switch (method) {
                        case "cacheDirectory" -> value;
                        case "warmUp" -> Boolean.valueOf(value);
                        default -> Integer.valueOf(value);
                    };
                });
    }

    private static Map<String, Object> values(String... more) {
        Map<String, Object> values = new HashMap<>();
        values.put("maxThreads", "256");
        values.put("maxStuckThreads", "4");
        values.put("memoryPoolMebibytes", "0");
        values.put("maxSnapshotMebibytes", "-1");
        values.put("cacheDirectory", "");
        values.put("warmUp", "false");
        values.put("felix.fileinstall.filename", "file:/etc/engine.cfg");
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    private List<String> modify(String... more) {
        Map<String, Object> values = values(more);
        // What the start logged depends on the JVM and the processor.
        appender.list.clear();
        component.modified(config(values), values);
        List<String> lines =
                appender.list.stream()
                        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                        .toList();
        assertEquals(1, services.size());
        assertFalse(services.get(0).isClosed());
        return lines;
    }

    @Test
    void runsOnAndNamesOnceWhatWaitsForTheNextStart() {
        String text =
                "WARN file:/etc/engine.cfg: settings wait for the next start of the host [%s]";
        assertEquals(List.of(), modify("maxThreads", "7", "service.pid", "other"));
        assertEquals(
                List.of(text.formatted("maxStuckThreads, maxThreads")),
                modify("maxStuckThreads", "9"));
        assertEquals(List.of(), modify("maxStuckThreads", "9", "service.pid", "other"));
        assertEquals(List.of(text.formatted("maxThreads")), modify());
        assertEquals(List.of(text.formatted("maxThreads")), modify("maxThreads", "8"));
        assertEquals(
                List.of("INFO file:/etc/engine.cfg: the engine runs with these settings"),
                modify("maxThreads", "7"));
    }

    @Test
    void saysWithWhichSettingsItCouldNotStart() {
        String text = "WARN file:/etc/engine.cfg: the engine cannot start with these settings [%s]";
        assertEquals(
                text.formatted("maxThreads is less than 1 [0]"), modify("maxThreads", "0").get(1));
        assertEquals(
                text.formatted("module limit maxTables is not from 0 to 1000 [1001]"),
                modify("module.maxTables", "1001").get(1));
        assertEquals(
                text.formatted("module.maxTables is not a number ['some']"),
                modify("module.maxTables", "some").get(1));
        assertEquals(
                text.formatted("For input string: \"many\""), modify("maxThreads", "many").get(1));
    }
}
