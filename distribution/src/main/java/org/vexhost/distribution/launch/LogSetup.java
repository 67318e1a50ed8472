package org.vexhost.distribution.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.HostHome;

/**
 * Configures the logging of a host. The file {@code logs/vexhost.log} is rotated daily and at 10
 * MiB. Old files are kept for 30 days and up to 500 MiB in total. If the operator provides {@code
 * etc/logback.xml}, that file replaces this configuration.
 *
 * <p>The configuration is code and not XML, because reading XML takes a fifth of the start-up time.
 */
final class LogSetup {

    private static final String MAX_FILE = "10MB";
    private static final String MAX_TOTAL = "500MB";
    private static final int MAX_DAYS = 30;

    /**
     * A strong reference, because the JDK forgets the level of a logger that is garbage-collected.
     */
    private static final java.util.logging.Logger CHATTY =
            java.util.logging.Logger.getLogger("org.apache.aries.spifly");

    private LogSetup() {}

    /**
     * Configures logging.
     *
     * @return the appender that stores the latest lines; it is used in addition to the configured
     *     ones
     */
    static LogRing apply(HostHome home) throws LaunchException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        configure(context, home);
        LogRing ring = new LogRing();
        ring.setContext(context);
        ring.setName("ring");
        ring.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(ring);
        return ring;
    }

    private static void configure(LoggerContext context, HostHome home) throws LaunchException {
        // This library logs through the logging of the JDK, which prints to the terminal.
        CHATTY.setLevel(java.util.logging.Level.WARNING);
        context.reset();
        context.putProperty("vexhost.home", home.root().toString());
        Path own = home.etc().resolve("logback.xml");
        if (Files.exists(own)) {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            try {
                configurator.doConfigure(own.toFile());
            } catch (JoranException e) {
                throw new LaunchException(
                        "logging cannot be configured from '%s' [%s]"
                                .formatted(own, e.getMessage()),
                        e);
            }
            silenceClient(context);
            return;
        }
        silenceClient(context);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger("org.apache.felix").setLevel(Level.WARN);
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        // Its warnings are about clients, who could write as many as they like.
        // Subclasses of the library's classes log under their own names.
        for (String name :
                List.of(
                        "org.apache.sshd",
                        "org.vexhost.ssh.SshConnections",
                        "org.vexhost.ssh.ShellChannel",
                        "org.vexhost.ssh.SignInService")) {
            context.getLogger(name).setLevel(Level.ERROR);
        }
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(file(context, home));
    }

    /**
     * Silences the HTTP client. At low levels, it logs the requests that it sends, including the
     * credentials of tools.
     */
    private static void silenceClient(LoggerContext context) {
        context.getLogger("org.apache.hc").setLevel(Level.OFF);
    }

    /** Writes the remaining lines and closes the log file. */
    static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static LogFile file(LoggerContext context, HostHome home) {
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        return file(context, home.logs(), layout);
    }

    /** Creates and opens a log file in a folder. */
    static LogFile file(LoggerContext context, Path folder, Layout<ILoggingEvent> layout) {
        LogFile appender = new LogFile();
        appender.setContext(context);
        appender.setName("file");
        appender.setFile(folder.resolve("vexhost.log").toString());

        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(folder.resolve("vexhost.%d.%i.log.gz").toString());
        policy.setMaxFileSize(FileSize.valueOf(MAX_FILE));
        policy.setTotalSizeCap(FileSize.valueOf(MAX_TOTAL));
        policy.setMaxHistory(MAX_DAYS);
        policy.start();
        appender.setRollingPolicy(policy);

        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
