package org.vexhost.loader.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.loader.deploy.TestModules;
import org.vexhost.loader.work.Openers;
import org.vexhost.loader.work.Worker;

/** A tools folder, and what is read from the one artifact in it. */
abstract class ArtifactTestCase {

    static final long MAX_MODULE_BYTES = 100_000;
    @TempDir Path folder;
    Path tools;

    private final ScheduledThreadPoolExecutor timer = Worker.named("test-timer");
    final Openers openers =
            new Openers(
                    "test-open-", new Openers.Limits(4, 1 << 20, 4, Duration.ofSeconds(5)), timer);

    @AfterEach
    void closeOpeners() {
        openers.close();
        timer.shutdownNow();
    }

    @BeforeEach
    void makeFolder() throws Exception {
        tools = Files.createDirectory(folder.resolve("tools"));
    }

    Candidate only() {
        List<Candidate> found = new ToolsFolder(tools, openers).scan().candidates();
        assertEquals(1, found.size(), found::toString);
        return found.get(0);
    }

    LoadedArtifact read(Candidate candidate) throws ArtifactException {
        return new ArtifactReader(tools, MAX_MODULE_BYTES).read(candidate);
    }

    Defect defect(Candidate candidate) {
        return assertThrows(ArtifactException.class, () -> read(candidate)).defect();
    }

    void write(String path, byte[] content) {
        TestModules.write(tools.resolve(path), content);
    }

    void write(String path, String content) {
        write(path, content.getBytes(StandardCharsets.UTF_8));
    }
}
