package org.vexhost.traces;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The headers of requests to the collector. The file is read for each request, so a renewed
 * credential takes effect immediately. While the file cannot be used, the earlier headers stay in
 * use. Thread-safe.
 */
final class CollectorHeaders implements Supplier<Map<String, String>> {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorHeaders.class);

    private final HeadersFile file;
    private Map<String, String> latest;
    private String told = "";

    private CollectorHeaders(HeadersFile file, Map<String, String> latest) {
        this.file = file;
        this.latest = latest;
    }

    /**
     * Reads the headers for the first time.
     *
     * @throws IOException if the file cannot be used
     */
    static CollectorHeaders of(HeadersFile file) throws IOException {
        return new CollectorHeaders(file, file.read());
    }

    @Override
    public synchronized Map<String, String> get() {
        try {
            latest = file.read();
            told = "";
        } catch (IOException e) {
            String problem = String.valueOf(e.getMessage());
            if (!told.equals(problem)) {
                told = problem;
                LOG.warn("headers for the collector stay as they were [{}]", problem);
            }
        }
        return latest;
    }
}
