package org.vexhost.metrics;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registration of a bean in the JVM's MBean server. Closing it removes the bean. */
final class JmxRegistration implements AutoCloseable {

    /** The name of the bean. */
    static final String NAME = "org.vexhost:type=Metrics";

    private static final Logger LOG = LoggerFactory.getLogger(JmxRegistration.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /** Registers a bean. A failure is logged. */
    JmxRegistration(MetricsBean bean) {
        try {
            server.registerMBean(bean, new ObjectName(NAME));
        } catch (JMException e) {
            LOG.error("numbers are not shown over JMX [{}]", e.toString());
        }
    }

    @Override
    public void close() {
        try {
            ObjectName name = new ObjectName(NAME);
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.warn("the bean '{}' cannot be removed [{}]", NAME, e.toString());
        }
    }
}
