package org.vexhost.distribution.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks again and again at which ports the processes listen that this one started on a home. Reads
 * {@code /proc}.
 */
final class PortWatch implements AutoCloseable {

    private static final String LISTENING = "0A";

    private final String home;
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final AtomicLong looks = new AtomicLong();
    private final Thread thread = new Thread(this::run, "port-watch");
    private volatile boolean isOver;

    private PortWatch(Path home) {
        this.home = home.toString();
    }

    /** Begins to look. To be called before the process starts. */
    static PortWatch start(Path home) {
        PortWatch watch = new PortWatch(home);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** Every address and port so far, as {@code 127.0.0.1:80}. */
    Set<String> seen() {
        return new TreeSet<>(seen);
    }

    /** How often it looked at a process. */
    long looks() {
        return looks.get();
    }

    private void run() {
        try {
            while (!isOver) {
                ProcessHandle.current().descendants().filter(this::isOnHome).forEach(this::look);
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOnHome(ProcessHandle process) {
        try {
            return Files.readString(proc(process).resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(home);
        } catch (IOException e) {
            return false;
        }
    }

    private void look(ProcessHandle process) {
        try {
            // The sockets first: one that comes between the two looks is seen the next time.
            Set<String> sockets = sockets(process);
            looks.incrementAndGet();
            Map<String, String> listening = new HashMap<>();
            for (String table : new String[] {"net/tcp", "net/tcp6"}) {
                read(proc(process).resolve(table), listening);
            }
            sockets.retainAll(listening.keySet());
            sockets.forEach(socket -> seen.add(listening.get(socket)));
        } catch (IOException | UncheckedIOException e) {
            // The process has ended.
        }
    }

    private static Set<String> sockets(ProcessHandle process) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (var files = Files.newDirectoryStream(proc(process).resolve("fd"))) {
            for (Path file : files) {
                try {
                    String target = Files.readSymbolicLink(file).toString();
                    if (target.startsWith("socket:[")) {
                        sockets.add(target.substring(8, target.length() - 1));
                    }
                } catch (IOException e) {
                    // It was closed meanwhile.
                }
            }
        }
        return sockets;
    }

    /** Adds the listening sockets of a table: their addresses by number of socket. */
    private static void read(Path table, Map<String, String> listening) throws IOException {
        if (Files.isReadable(table)) {
            for (String line : Files.readString(table).lines().skip(1).toList()) {
                String[] fields = line.strip().split("\\s+", 11);
                if (fields[3].equals(LISTENING)) {
                    listening.put(fields[9], address(fields[1]));
                }
            }
        }
    }

    /** The kernel writes words of 32 bits in the machine's order of bytes. */
    private static String address(String field) throws UnknownHostException {
        String[] parts = field.split(":", 2);
        byte[] bytes = HexFormat.of().parseHex(parts[0]);
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        ByteBuffer to = ByteBuffer.allocate(bytes.length);
        while (from.hasRemaining()) {
            to.putInt(from.getInt());
        }
        return InetAddress.getByAddress(to.array()).getHostAddress()
                + ":"
                + Integer.parseInt(parts[1], 16);
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }

    @Override
    public void close() {
        isOver = true;
    }
}
