package org.vexhost.distribution.load;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows a host's log, and knows which version of each tool was announced ACTIVE last. */
final class LogTail implements AutoCloseable {

    private static final Pattern ACTIVE = Pattern.compile("[Tt]ool '([^']+)' (\\d+) is ACTIVE ");
    private static final int LOOK_MILLIS = 5;

    /** Is told of each announcement. */
    @FunctionalInterface
    interface Listener {
        void announced(String tool, int version);
    }

    private final Listener listener;
    private final RandomAccessFile file;
    private final Map<String, Integer> announced = new ConcurrentHashMap<>();
    private final StringBuilder line = new StringBuilder();
    private final Thread thread = new Thread(this::follow, "log-tail");
    private volatile boolean closed;

    LogTail(Path log, Listener listener) throws IOException {
        this.listener = listener;
        file = new RandomAccessFile(log.toFile(), "r");
        thread.setDaemon(true);
        thread.start();
    }

    /** The version that was announced last; 0 if none was. */
    int announced(String tool) {
        return announced.getOrDefault(tool, 0);
    }

    private void follow() {
        byte[] chunk = new byte[65_536];
        try {
            while (!closed) {
                int n = file.read(chunk);
                if (n <= 0) {
                    Thread.sleep(LOOK_MILLIS);
                    continue;
                }
                for (char c : new String(chunk, 0, n, StandardCharsets.ISO_8859_1).toCharArray()) {
                    if (c == '\n') {
                        take(line.toString());
                        line.setLength(0);
                    } else {
                        line.append(c);
                    }
                }
            }
        } catch (IOException e) {
            announced.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String text) {
        Matcher matcher = ACTIVE.matcher(text);
        if (matcher.find()) {
            int version = Integer.parseInt(matcher.group(2));
            announced.put(matcher.group(1), version);
            listener.announced(matcher.group(1), version);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
