package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.ProgramPath;

/**
 * Notifies systemd that the host is ready and when it stops, as services of {@code Type=notify}
 * must. Java does not support Unix datagram sockets, so the host runs {@code systemd-notify} as a
 * child process. The unit therefore needs {@code NotifyAccess=all}. Without {@code NOTIFY_SOCKET}
 * this class does nothing. Failures are only logged.
 */
final class ServiceManager {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String PROGRAM = "systemd-notify";
    private static final long MAX_SECONDS = 5;

    private final String socket;
    private final String path;

    /**
     * Creates a manager from the environment of the process.
     *
     * @param environment contains {@code NOTIFY_SOCKET} and {@code PATH}
     */
    ServiceManager(Map<String, String> environment) {
        socket = environment.getOrDefault(SOCKET, "");
        path = environment.getOrDefault("PATH", "");
    }

    /** Reports that the host is ready. */
    void ready(String version) {
        send("READY=1", "vexhost %s is ready".formatted(version));
    }

    /** Reports that the host drains its calls and will then end. */
    void stopping() {
        send("STOPPING=1", "draining calls");
    }

    private void send(String state, String status) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            Path program =
                    ProgramPath.find(PROGRAM, path)
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "there is no %s on the PATH"
                                                            .formatted(PROGRAM)));
            ProcessBuilder builder =
                    new ProcessBuilder(program.toString(), state, "STATUS=" + status)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put(SOCKET, socket);
            Process process = builder.start();
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("it does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with status " + process.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("the service manager cannot be notified of {} [{}]", state, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
