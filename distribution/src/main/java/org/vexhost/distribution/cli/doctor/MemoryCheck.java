package org.vexhost.distribution.cli.doctor;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.vexhost.distribution.host.HostHome;

/** Checks the memory of the machine or container, and the size of the host's heap. */
final class MemoryCheck implements Check {

    private static final String PART = "memory";
    private static final long MIB = 1L << 20;

    /** The smallest memory that hosts are tested with. */
    private static final long MIN_MEMORY_BYTES = 512 * MIB;

    /** With a smaller heap, calls do not get the default memory of 64 MiB. */
    private static final long MIN_HEAP_BYTES = 210 * MIB;

    private static final long GOOD_HEAP_BYTES = 256 * MIB;

    /** The rest is for threads, compiled code and buffers, which are outside the heap. */
    private static final double MAX_HEAP_PART = 0.8;

    private final CgroupLimits limits;
    private final HeapSize heap;

    MemoryCheck(CgroupLimits limits, HeapSize heap) {
        this.limits = limits;
        this.heap = heap;
    }

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) {
        long machine = machineBytes();
        OptionalLong limit = limits.memoryBytes();
        // In a container, the JDK may report the container's limit as the size of the machine.
        boolean isLimited = limit.isPresent() && limit.getAsLong() <= machine;
        judge(isLimited ? limit.getAsLong() : machine, isLimited ? "container" : "machine", out);
    }

    /** Reports whether the heap fits into an amount of memory. */
    void judge(long bytes, String owner, Consumer<DoctorFinding> out) {
        long most = (long) (MAX_HEAP_PART * bytes);
        String found =
                "%d MiB of the %s, of which a host has %d MiB of heap"
                        .formatted(bytes / MIB, owner, heap.bytes() / MIB);
        if (heap.bytes() > most) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            found + ": the system may kill a host that uses all of it",
                            heap.source(),
                            "set VEXHOST_JAVA_OPTS=-Xmx%dm or less, or give the %s more memory"
                                    .formatted(most / MIB, owner)));
        } else if (heap.bytes() < MIN_HEAP_BYTES) {
            out.accept(
                    DoctorFinding.warning(
                            PART,
                            found + ": too little for tools that need 64 MiB, the default",
                            heap.source(),
                            advice(bytes, owner)));
        } else if (bytes < MIN_MEMORY_BYTES) {
            out.accept(
                    DoctorFinding.warning(
                            PART,
                            found
                                    + ": hosts are tested with %d MiB"
                                            .formatted(MIN_MEMORY_BYTES / MIB),
                            heap.source(),
                            "give the %s more memory; docs/operators.md, 'Small hosts'"
                                    .formatted(owner)));
        } else {
            out.accept(DoctorFinding.ok(PART, found, heap.source()));
        }
    }

    private static String advice(long bytes, String owner) {
        String see = "docs/operators.md, 'Small hosts', says what fits";
        return bytes >= MIN_MEMORY_BYTES
                ? "set VEXHOST_JAVA_OPTS=-Xmx%dm and restart; %s"
                        .formatted(GOOD_HEAP_BYTES / MIB, see)
                : "give the %s %d MiB or more; %s".formatted(owner, MIN_MEMORY_BYTES / MIB, see);
    }

    private static long machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
