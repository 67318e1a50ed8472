import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends one request again and again over connections that stay open, and looks at each answer.
 *
 * <p>{@code java Load.java HOST PORT REQUEST-FILE EXPECTED CONNECTIONS WARM-UP-SECONDS SECONDS}: a
 * whole request of HTTP/1.1 as it travels, and a text that each answer has to hold. Prints one JSON
 * object.
 */
final class Load {

    private final String host;
    private final int port;
    private final byte[] request;
    private final String expected;
    private final AtomicLong wrong = new AtomicLong();
    private volatile long from = Long.MAX_VALUE;
    private volatile long to = Long.MAX_VALUE;

    private Load(String host, int port, byte[] request, String expected) {
        this.host = host;
        this.port = port;
        this.request = request;
        this.expected = expected;
    }

    public static void main(String[] words) throws Exception {
        Load load =
                new Load(
                        words[0],
                        Integer.parseInt(words[1]),
                        Files.readAllBytes(Path.of(words[2])),
                        words[3]);
        load.run(
                Integer.parseInt(words[4]),
                Double.parseDouble(words[5]),
                Double.parseDouble(words[6]));
    }

    private void run(int connections, double warmUp, double seconds) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(new Client());
        }
        List<Thread> threads = new ArrayList<>();
        for (Client client : clients) {
            Thread thread = new Thread(client::run);
            thread.start();
            threads.add(thread);
        }
        Thread.sleep((long) (warmUp * 1000));
        System.out.println("begin");
        System.out.flush();
        long begin = System.nanoTime();
        from = begin;
        to = begin + (long) (seconds * 1e9);
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all = clients.stream().flatMapToLong(c -> Arrays.stream(c.times())).toArray();
        Arrays.sort(all);
        System.out.printf(
                Locale.ROOT,
                "{\"calls\": %d, \"perSecond\": %.0f, \"p50\": %.3f, \"p99\": %.3f, \"wrong\": %d}%n",
                all.length,
                all.length / seconds,
                all.length == 0 ? 0 : all[all.length / 2] / 1e6,
                all.length == 0 ? 0 : all[(int) (all.length * 0.99)] / 1e6,
                wrong.get());
    }

    private final class Client {
        private long[] times = new long[1 << 16];
        private int count;

        long[] times() {
            return Arrays.copyOf(times, count);
        }

        void run() {
            try (Socket socket = new Socket(host, port)) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                while (true) {
                    long begin = System.nanoTime();
                    if (begin > to) {
                        return;
                    }
                    socket.getOutputStream().write(request);
                    boolean isGood = answer(in).contains(expected);
                    long end = System.nanoTime();
                    if (!isGood) {
                        wrong.incrementAndGet();
                    }
                    if (begin >= from && end <= to) {
                        if (count == times.length) {
                            times = Arrays.copyOf(times, 2 * count);
                        }
                        times[count++] = end - begin;
                    }
                }
            } catch (IOException e) {
                wrong.incrementAndGet();
                System.err.println(e);
            }
        }
    }

    private static String answer(InputStream in) throws IOException {
        int length = -1;
        boolean isChunked = false;
        String status = line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                isChunked = true;
            }
        }
        if (!isChunked) {
            return status + text(in, Math.max(0, length));
        }
        StringBuilder all = new StringBuilder(status);
        while (true) {
            int size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
            all.append(text(in, size));
            line(in);
            if (size == 0) {
                return all.toString();
            }
        }
    }

    private static String text(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
