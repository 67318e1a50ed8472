package org.vexhost.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers the lines, and adds to each line the hash of the line before it. Used by one thread at a
 * time.
 */
final class LineChain implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("\\{\"seq\":(\\d{1,18}),.*\\}");
    private static final String NO_LINE = "0".repeat(64);

    private final AuditFile file;
    private final InstantSource clock;

    /** Whether the last line has been read, so that the next two fields are valid. */
    private boolean isRead;

    private long last;
    private String lastHash = NO_LINE;

    LineChain(AuditFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Writes lines: all of them, or none.
     *
     * @param lines the members of each line except number, time and hash
     * @param isDurable whether to force the lines to the disk before this method returns
     * @return the number of the first line
     * @throws IOException if the lines are not written
     */
    long write(List<String> lines, boolean isDurable) throws IOException {
        try {
            read();
            long number = last;
            String hash = lastHash;
            StringBuilder text = new StringBuilder();
            for (String members : lines) {
                String line =
                        new AuditLine()
                                .number("seq", ++number)
                                .text("time", clock.instant().toString())
                                .text("prev", hash)
                                .rendered(members)
                                .render();
                hash = hash(line);
                text.append(line).append('\n');
            }
            long first = last + 1;
            file.append(text.toString().getBytes(StandardCharsets.US_ASCII), first, isDurable);
            last = number;
            lastHash = hash;
            return first;
        } catch (IOException e) {
            // The next write reads the last line of the file again, and continues the chain from
            // there.
            isRead = false;
            throw e;
        }
    }

    /**
     * Reads the last line of the file, unless it is already known. The chain continues from that
     * line.
     */
    private void read() throws IOException {
        if (isRead) {
            return;
        }
        Optional<String> line = file.lastLine();
        if (line.isPresent()) {
            Matcher matcher = NUMBER.matcher(line.get());
            // If the last line has no higher number, it is ignored. The chain then continues from
            // the last line that this process wrote, or begins with number 1.
            if (matcher.matches() && Long.parseLong(matcher.group(1)) > last) {
                last = Long.parseLong(matcher.group(1));
                lastHash = hash(line.get());
            }
        }
        isRead = true;
    }

    /** Returns the SHA-256 of a line without its line break, in hexadecimal. */
    static String hash(String line) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(line.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("JDK lacks SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
