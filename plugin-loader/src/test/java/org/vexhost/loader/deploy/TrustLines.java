package org.vexhost.loader.deploy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the log says of changes of trust, while it is open. */
final class TrustLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("org.vexhost.loader.trust");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    TrustLines() {
        start();
        logger.setLevel(Level.INFO);
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    List<String> all() {
        return lines;
    }

    String last() {
        return lines.get(lines.size() - 1);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
