package org.vexhost.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.packages.Programs.Reply;

/** Runs the blocks of the page that the profile has to run, in a folder with the packages. */
@DisplayName("The commands of docs/install.md")
class InstallPageIT {

    private static final Pattern BLOCK =
            Pattern.compile("<!-- run by -Ppackages -->\n```sh\n(.*?)\n```\n", Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void doWhatThePageSays() throws Exception {
        List<String> blocks =
                BLOCK.matcher(Files.readString(Path.of("..", "docs", "install.md")))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertFalse(blocks.isEmpty());
        Path home = Files.createDirectory(folder.resolve("home"));
        String path = Programs.path(folder.resolve("path"), "cp", "gzip", "sha256sum", "tar");
        Map<String, String> environment = Map.of("PATH", path, "HOME", home.toString());
        for (String block : blocks) {
            Path packages = Files.createTempDirectory(folder, "packages");
            try (var files = Files.list(Packages.FOLDER)) {
                for (Path file : files.toList()) {
                    Path ignored =
                            Files.createSymbolicLink(packages.resolve(file.getFileName()), file);
                }
            }
            // Also where a command fails, no host is left behind.
            String script =
                    "set -e; trap 'vexhost stop || true' EXIT; cd '" + packages + "'\n" + block;
            Reply reply = Programs.run(environment, List.of("/bin/bash", "-c", script));
            assertEquals(0, reply.status(), reply::printed);
        }
    }
}
