package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.slf4j.LoggerFactory;

@DisplayName("What the framework tells about bundles")
class FrameworkEventsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("framework-events-test");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private static Bundle bundle(String name) {
        return (Bundle)
                Proxy.newProxyInstance(
                        Bundle.class.getClassLoader(),
                        new Class<?>[] {Bundle.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("hashCode") ? (Object) 1 : name);
    }

    private Level level(int type, String bundle, Throwable cause) {
        new FrameworkEvents(logger).frameworkEvent(new FrameworkEvent(type, bundle(bundle), cause));
        return lines.list.get(lines.list.size() - 1).getLevel();
    }

    @Test
    void isAnErrorWhereABundleFails() {
        Exception cause = new IllegalStateException("broken");
        assertEquals(Level.ERROR, level(FrameworkEvent.ERROR, "org.example", cause));
        assertEquals(Level.WARN, level(FrameworkEvent.WARNING, "org.example", cause));
    }

    @Test
    void isAWarningWhereTheLoaderTriesAgain() {
        Exception cause = new NullPointerException("content is null");
        assertEquals(Level.WARN, level(FrameworkEvent.ERROR, "vexhost.tool.echo", cause));
    }

    @Test
    void isAWarningWhereNoFileHandleIsLeft() {
        Exception cause = new IOException("revision.location: Too many open files");
        assertEquals(Level.WARN, level(FrameworkEvent.ERROR, "org.example", cause));
    }

    @Test
    void saysNothingOfOtherEvents() {
        new FrameworkEvents(logger)
                .frameworkEvent(
                        new FrameworkEvent(FrameworkEvent.PACKAGES_REFRESHED, bundle("a"), null));
        assertEquals(List.of(), lines.list);
    }
}
