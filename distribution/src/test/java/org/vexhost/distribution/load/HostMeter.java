package org.vexhost.distribution.load;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into the JVM of a host: what it holds when it has nothing to do. */
final class HostMeter implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    /** Looks into a process of this machine and this user. */
    @SuppressWarnings("BanJNDI") // The address comes from the JVM that the test started.
    HostMeter(long process) throws IOException {
        JMXServiceURL address;
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
            try {
                address = new JMXServiceURL(machine.startLocalManagementAgent());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("the host cannot be attached to", e);
        }
        connector = JMXConnectorFactory.connect(address);
        server = connector.getMBeanServerConnection();
    }

    /**
     * What a host holds.
     *
     * @param heapBytes that are reachable
     * @param metaspaceBytes in use
     * @param classes that are loaded
     * @param threads that live
     * @param files that are open, sockets included
     */
    record Holdings(long heapBytes, long metaspaceBytes, int classes, int threads, long files) {
        @Override
        public String toString() {
            return "heap %.1f MiB, metaspace %.1f MiB, %d classes, %d threads, %d files"
                    .formatted(
                            heapBytes / 1048576.0,
                            metaspaceBytes / 1048576.0,
                            classes,
                            threads,
                            files);
        }
    }

    /** Collects garbage, and counts what is left. */
    Holdings holdings() throws IOException, InterruptedException {
        MemoryMXBean memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
        // Weak references and cleaners need more than one collection.
        for (int i = 0; i < 3; i++) {
            collectAll();
            Thread.sleep(200);
        }
        long metaspace =
                ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
                        .filter(
                                pool ->
                                        List.of("Metaspace", "Compressed Class Space")
                                                .contains(pool.getName()))
                        .mapToLong(pool -> pool.getUsage().getUsed())
                        .sum();
        return new Holdings(
                memory.getHeapMemoryUsage().getUsed(),
                metaspace,
                ManagementFactory.getPlatformMXBean(server, ClassLoadingMXBean.class)
                        .getLoadedClassCount(),
                ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class).getThreadCount(),
                ManagementFactory.getPlatformMXBean(server, UnixOperatingSystemMXBean.class)
                        .getOpenFileDescriptorCount());
    }

    /**
     * Collects the whole heap, as a histogram of classes does. The host lets {@code System.gc()}
     * run beside its threads, and that leaves garbage behind.
     */
    private void collectAll() throws IOException {
        try {
            Object ignored =
                    server.invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException("the host's garbage cannot be collected", e);
        }
    }

    /** The names of all threads, for messages. */
    List<String> threads() throws IOException {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(server, ThreadMXBean.class);
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null)
                .map(ThreadInfo::getThreadName)
                .sorted()
                .toList();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
