package org.vexhost.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.Histogram;

@DisplayName("The bean")
class MetricsBeanTest {

    private final FakeTools tools = new FakeTools();
    private final MetricsCollector collector =
            new MetricsCollector(() -> Optional.of(tools), List.of());

    MetricsBeanTest() {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.calls.put(
                "echo",
                new CallCounts(
                        4,
                        0,
                        Map.of(ErrorReason.FUEL, 1L),
                        100,
                        0,
                        1,
                        new Histogram(List.of(1_000_000_000L), List.of(2L, 1L), 4_000_000_000L),
                        Histogram.EMPTY));
    }

    @Test
    void hasAnAttributeForEachFamilyOfTheText() throws Exception {
        MetricsBean bean = new MetricsBean(collector::collect);
        Set<String> attributes =
                Arrays.stream(bean.getMBeanInfo().getAttributes())
                        .map(MBeanAttributeInfo::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> types = new TreeSet<>();
        for (String line : Scrape.lines(tools)) {
            if (line.startsWith("# TYPE ")) {
                types.add(line.split(" ", -1)[2]);
            }
        }
        assertEquals(types, attributes);
        assertTrue(types.size() > 15, types::toString);
    }

    @Test
    void isReadThroughTheServerOfBeans() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName(JmxRegistration.NAME);
        JmxRegistration registration = new JmxRegistration(new MetricsBean(collector::collect));
        try {
            assertEquals(0.0, server.getAttribute(name, "vexhost_draining"));
            TabularData calls = (TabularData) server.getAttribute(name, "vexhost_tool_calls_total");
            assertEquals(2, calls.size());
            CompositeData failed = calls.get(new Object[] {"outcome=fuel,tool=echo"});
            assertEquals(1.0, failed.get("value"));
            TabularData durations =
                    (TabularData) server.getAttribute(name, "vexhost_tool_call_duration_seconds");
            CompositeData echo = durations.get(new Object[] {"tool=echo"});
            assertEquals(3L, echo.get("count"));
            assertEquals(4.0, echo.get("sum"));
            assertEquals(
                    2,
                    server.getAttributes(
                                    name,
                                    new String[] {"vexhost_draining", "jvm_threads_current", "no"})
                            .size());
            assertThrows(
                    AttributeNotFoundException.class, () -> server.getAttribute(name, "absent"));
            assertThrows(
                    AttributeNotFoundException.class,
                    () -> server.setAttribute(name, new Attribute("vexhost_draining", 1.0)));
        } finally {
            registration.close();
        }
        assertFalse(server.isRegistered(name));
    }
}
