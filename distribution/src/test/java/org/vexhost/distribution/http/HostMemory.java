package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexhost.distribution.cli.HostProcess;

/**
 * What a host holds.
 *
 * @param liveHeapBytes of objects that something still refers to
 * @param residentBytes of the process in memory; 0 where the system does not tell
 */
record HostMemory(long liveHeapBytes, long residentBytes) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    /** As it is now. Makes the host collect its garbage. */
    static HostMemory of(HostProcess host) throws IOException, InterruptedException {
        String pid = Long.toString(host.pid());
        HostProcess.Reply histogram =
                HostProcess.execute(
                        "",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                pid,
                                "GC.class_histogram"));
        assertEquals(0, histogram.status(), histogram.err());
        Path status = Path.of("/proc", pid, "status");
        long resident =
                Files.isReadable(status) ? 1024 * number(RESIDENT, Files.readString(status)) : 0;
        return new HostMemory(number(TOTAL, histogram.out()), resident);
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
