package org.vexhost.distribution.cli.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vexhost.distribution.cli.client.HostQuestions;
import org.vexhost.distribution.cli.doctor.Diagnosis;
import org.vexhost.distribution.cli.doctor.Doctor;
import org.vexhost.distribution.cli.doctor.KnownSettings;
import org.vexhost.distribution.cli.doctor.SeenHost;
import org.vexhost.distribution.cli.terminal.CommandException;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.HostHome;

/** Fills a support archive with information about a host. */
final class SupportContents {

    private static final String README =
            """
            A host of Vexhost, as it was at %s.

            doctor.txt, doctor.json   the output of 'vexhost doctor'
            versions.txt              versions of Vexhost, Java and the system, and the jars
            files.txt                 names, sizes, times, owners and modes of files in the home
            configuration/            settings of the host; values that may be secret, and all of
                                      files that did not come with Vexhost, are left out
            logs/                     the ends of the logs; messages about single calls, and what
                                      tools and other bundles wrote, are left out
            host/                     what the host said of itself, if it ran

            '%s' marks what was left out. The archive has no grants, callers, secrets, keys,
            environment, arguments, results, or files of tools. Read it before you give it away:
            names of tools, files and users are in it.
            """;

    /** The shell commands to run. The keys are the files for their output. */
    private static final Map<String, String> COMMANDS =
            new TreeMap<>(
                    Map.of(
                            "tools.txt", "vex:tools",
                            "stats.txt", "vex:stats",
                            "threads.txt", "vex:threads",
                            "bundles.txt", "felix:lb -s"));

    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private static final List<String> PROPERTIES =
            List.of(
                    "java.version",
                    "java.vendor",
                    "java.vm.name",
                    "java.vm.version",
                    "os.name",
                    "os.version",
                    "os.arch");

    private final HostHome home;
    private final Path distribution;
    private final SeenHost host;
    private final SupportArchive archive;

    SupportContents(HostHome home, Path distribution, SeenHost host, SupportArchive archive) {
        this.home = home;
        this.distribution = distribution;
        this.host = host;
        this.archive = archive;
    }

    /** Writes all entries of the archive. */
    void write() throws IOException {
        archive.add("README.txt", README.formatted(Instant.now(), TextRedaction.LEFT_OUT));
        Diagnosis diagnosis = new Doctor(home, distribution, host).examine();
        archive.add("doctor.txt", diagnosis.text() + "\n");
        archive.add("doctor.json", diagnosis.json() + "\n");
        archive.add("versions.txt", versions());
        archive.add("files.txt", new HomeListing(home).text());
        SettingsExtract settings =
                new SettingsExtract(new KnownSettings(distribution.resolve("etc")));
        for (Path file : list(home.etc(), "*.{cfg,config}")) {
            archive.add("configuration/" + file.getFileName(), settings.of(file));
        }
        addLogs();
        if (host.isAnswering()) {
            archive.add("host/status.txt", String.join("\n", host.status()) + "\n");
            HostQuestions questions = new HostQuestions(home, MAX_WAIT);
            for (Map.Entry<String, String> each : COMMANDS.entrySet()) {
                archive.add("host/" + each.getKey(), answer(questions, each.getValue()));
            }
        }
    }

    private void addLogs() throws IOException {
        Path logs = home.logs();
        archive.addEnd("logs/vexhost.log", logs.resolve("vexhost.log"), LogExtract::ofHost);
        archive.addEnd("logs/audit.log", logs.resolve("audit.log"), LogExtract::ofAudit);
        for (String name : List.of("console.log", "console.1.log")) {
            archive.addEnd("logs/" + name, logs.resolve(name), LogExtract::ofConsole);
        }
    }

    private static String answer(HostQuestions questions, String command) {
        try {
            return questions.shell(command);
        } catch (CommandException e) {
            return "no answer [%s]\n".formatted(String.join("; ", e.lines()));
        }
    }

    private String versions() throws IOException {
        StringBuilder text = new StringBuilder();
        line(text, "vexhost", BuildInfo.read().version());
        for (String property : PROPERTIES) {
            line(text, property, System.getProperty(property, "unknown"));
        }
        line(text, "processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        for (Path folder :
                List.of(
                        distribution.resolve("lib"),
                        distribution.resolve("system"),
                        home.bundles())) {
            for (Path jar : list(folder, "*.jar")) {
                line(
                        text,
                        folder.getFileName() + "/" + jar.getFileName(),
                        Files.size(jar) + " bytes");
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
                found.forEach(files::add);
            }
        }
        files.removeIf(each -> !Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS));
        files.sort(null);
        return files;
    }
}
