package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.vexhost.distribution.host.HostHome;

/**
 * Checks the ports in the settings. A running host must answer on these ports. If no host runs, it
 * must be possible to open the ports.
 */
final class PortCheck implements Check {

    private static final String PART = "ports";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECT_MILLIS = 3_000;
    private static final int MAX_PORT = 65_535;

    private final SeenHost host;

    PortCheck(SeenHost host) {
        this.host = host;
    }

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) throws IOException {
        Optional<PortSettings> read = PortSettings.of(home);
        if (read.isEmpty()) {
            // The check of configuration files reports this.
            return;
        }
        PortSettings settings = read.get();
        String file = settings.file().toString();
        if (!settings.has("port")) {
            out.accept(DoctorFinding.ok(PART, "HTTP is off: no port is set", file));
        } else if (host.isSilent()) {
            out.accept(DoctorFinding.ok(PART, "not checked, since the host does not answer", file));
        } else {
            check(settings, "port", "host", out);
            if (settings.has("admin.port")) {
                check(settings, "admin.port", "admin.host", out);
            }
        }
    }

    private void check(
            PortSettings settings, String setting, String host, Consumer<DoctorFinding> out) {
        String number = settings.value(setting, "");
        int port = number.matches("\\d{1,5}") ? Integer.parseInt(number) : 0;
        if (port < 1 || port > MAX_PORT) {
            out.accept(
                    DoctorFinding.problem(
                            PART,
                            "setting %s is not a number from 1 to %d".formatted(setting, MAX_PORT),
                            settings.file().toString(),
                            "set it to a free port"));
            return;
        }
        String name = settings.has(host) ? settings.value(host, LOOPBACK) : LOOPBACK;
        out.accept(check(settings.file(), setting, name, port));
    }

    private DoctorFinding check(Path file, String setting, String name, int port) {
        String place = "%s:%d (%s)".formatted(name, port, setting);
        try {
            InetAddress address = InetAddress.getAllByName(name)[0];
            if (host.isAnswering()) {
                connect(address, port);
                return DoctorFinding.ok(PART, place + " answers", file.toString());
            }
            open(address, port);
            return DoctorFinding.ok(PART, place + " is free", file.toString());
        } catch (UnknownHostException e) {
            return DoctorFinding.problem(
                    PART,
                    "%s: the name is not known".formatted(place),
                    file.toString(),
                    "set the address instead of the name, for example 127.0.0.1");
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            return DoctorFinding.problem(
                    PART,
                    "%s %s [%s]"
                            .formatted(
                                    place,
                                    host.isAnswering() ? "does not answer" : "cannot be opened",
                                    reason),
                    file.toString(),
                    host.isAnswering() ? adviceForRunning(setting) : advice(reason, port, setting));
        }
    }

    private static String adviceForRunning(String setting) {
        return "find the line about '%s' in logs/vexhost.log, which says why the host did not open it"
                .formatted(setting);
    }

    private static String advice(String reason, int port, String setting) {
        if (reason.contains("Permission denied")) {
            return "set %s to 1024 or more, or allow the host lower ports (CAP_NET_BIND_SERVICE)"
                    .formatted(setting);
        }
        if (reason.contains("Cannot assign")) {
            return "this machine does not have that address: 'ip addr' shows those that it has";
        }
        return "'ss -ltnp sport = :%d' shows which process has it; end that process, or set %s to a"
                        .formatted(port, setting)
                + " free port";
    }

    private static void connect(InetAddress address, int port) throws IOException {
        InetAddress target =
                address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target, port), CONNECT_MILLIS);
        }
    }

    private static void open(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // A host sets this option too, so it need not wait until connections of an earlier host
            // expire.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), 1);
        }
    }
}
