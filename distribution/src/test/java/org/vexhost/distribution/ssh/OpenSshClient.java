package org.vexhost.distribution.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** The client {@code ssh} of OpenSSH, with a key, which knows the key of one host. */
final class OpenSshClient {

    private static final Path PROGRAM = Path.of("/usr/bin/ssh");

    private final int port;
    private final Path identity;
    private final Path knownHosts;

    /**
     * Writes the files that the client reads.
     *
     * @param folder the folder for these files
     * @param home the home of the host
     */
    OpenSshClient(Path folder, Path home, int port, KeyPair key)
            throws IOException, GeneralSecurityException {
        this.port = port;
        identity = folder.resolve("id");
        try (OutputStream out = Files.newOutputStream(identity)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "id", null, out);
        }
        Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-------"));
        knownHosts =
                Files.writeString(
                        folder.resolve("known_hosts"),
                        "[127.0.0.1]:%d %s"
                                .formatted(
                                        port,
                                        Files.readString(home.resolve("etc/ssh/host_key.pub"))));
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    Reply run(List<String> options, String command) throws IOException, InterruptedException {
        return HostProcess.execute("", line(options, command));
    }

    /** Returns the command line that runs a command on the host. */
    List<String> line(List<String> options, String command) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                PROGRAM.toString(),
                                "-F",
                                "/dev/null",
                                "-p",
                                String.valueOf(port),
                                "-i",
                                identity.toString(),
                                "-o",
                                "IdentitiesOnly=yes",
                                "-o",
                                "BatchMode=yes",
                                "-o",
                                "LogLevel=ERROR",
                                "-o",
                                "StrictHostKeyChecking=yes",
                                "-o",
                                "UserKnownHostsFile=" + knownHosts));
        line.addAll(options);
        line.addAll(List.of("operator@127.0.0.1", command));
        return line;
    }
}
