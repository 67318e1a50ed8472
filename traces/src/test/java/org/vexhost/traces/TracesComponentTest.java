package org.vexhost.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;

@DisplayName("Changed settings of traces")
class TracesComponentTest {

    private static final Map<String, Object> ON = Map.of("enabled", "true");
    private static final String APPLIED =
            "calls have spans, which go to 'http://localhost:4318/v1/traces'";

    @TempDir private Path home = Path.of(".");

    private final List<String> events = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(TracesComponent.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private boolean isRegistryBroken;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        TracesComponentTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        handler));
    }

    private static long senders() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vexhost-traces"))
                .count();
    }

    private BundleContext context() {
        return proxy(
                BundleContext.class,
                (self, method, arguments) -> {
                    if (method.getName().equals("getProperty")) {
                        return home.toString();
                    }
                    boolean isInterceptor = arguments[0] == CallInterceptor.class;
                    if (isInterceptor && isRegistryBroken) {
                        throw new IllegalStateException("no registry");
                    }
                    String name = isInterceptor ? "interceptor" : "measurements";
                    events.add(name);
                    return proxy(
                            ServiceRegistration.class,
                            (registration, called, none) -> {
                                events.add("no " + name + ", senders " + senders());
                                return null;
                            });
                });
    }

    @Test
    void endTheEarlierOnesOnlyWhenThePipelineExists() {
        long before = senders();
        TracesComponent component = new TracesComponent(context(), ON);
        component.modified(ON);
        assertEquals(before + 1, senders());
        component.close();
        assertEquals(before, senders());
        assertEquals(
                List.of(
                        "interceptor",
                        "measurements",
                        "no interceptor, senders " + (before + 2),
                        "interceptor",
                        "no interceptor, senders " + (before + 1),
                        "no measurements, senders " + before),
                events);
        assertEquals(List.of(APPLIED, APPLIED), lines());
    }

    @Test
    void thatCannotBeReadChangeNothing() {
        TracesComponent component = new TracesComponent(context(), ON);
        component.modified(
                new HashMap<>(ON) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Object getOrDefault(Object key, Object normal) {
                        throw new IllegalStateException("no settings");
                    }
                });
        assertEquals(List.of("interceptor", "measurements"), events);
        assertEquals(
                List.of(
                        APPLIED,
                        "org.vexhost.traces.cfg cannot be applied, the earlier settings stay in"
                                + " effect"),
                lines());
        component.close();
    }

    @Test
    void thatCannotTakeEffectLeaveCallsWithoutSpansAndSaySo() {
        long before = senders();
        TracesComponent component = new TracesComponent(context(), ON);
        isRegistryBroken = true;
        component.modified(ON);
        assertEquals(before, senders());
        assertEquals(
                List.of(APPLIED, "org.vexhost.traces.cfg cannot be applied, calls have no spans"),
                lines());
        isRegistryBroken = false;
        component.modified(ON);
        assertEquals(List.of(APPLIED), lines().subList(2, lines().size()));
        component.close();
        assertEquals(before, senders());
    }
}
