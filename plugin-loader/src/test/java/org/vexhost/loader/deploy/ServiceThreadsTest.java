package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.loader.Await;
import org.vexhost.loader.artifact.KeptArtifacts;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.store.ApprovedVersions;
import org.vexhost.loader.deploy.store.VersionArchive;
import org.vexhost.loader.files.FileWriter;

/** Whatever is thrown into them, the threads behind deployment do what comes next. */
@DisplayName("The threads behind deployment")
@Timeout(120)
class ServiceThreadsTest {

    @TempDir Path home;

    @Test
    void makeTheNextBundleAndTheOneThatFailedLater() throws Exception {
        try (TestHost host = new TestHost(home)) {
            host.bundles.failures.addAll(
                    List.of(
                            new OutOfMemoryError("for a test"),
                            new IllegalStateException("for a test"),
                            new IOException("for a test")));
            for (String name : List.of("a", "b", "c", "d")) {
                TestModules.writePair(host.tools, name, "1.0", "");
            }
            Map<String, String> all = Map.of("a", "1.0", "b", "1.0", "c", "1.0", "d", "1.0");
            Await.until(() -> host.bundles.versions.equals(all), () -> host.bundles.versions);
            assertEquals(0, host.bundles.failures.size());
        }
    }

    @Test
    void keepTheNextToolThoughTheDiskOrTheMemoryFailedBefore() throws Exception {
        Path folder = Files.createDirectories(home.resolve("data/.host"));
        KeptArtifacts kept = new KeptArtifacts(folder.resolve("versions"));
        Queue<String> done = new ConcurrentLinkedQueue<>();
        try (VersionArchive archive =
                new VersionArchive(kept, new ApprovedVersions(home, FileWriter.ATOMIC))) {
            for (Throwable failure :
                    List.of(
                            new OutOfMemoryError("for a test"),
                            new IllegalStateException("for a test"))) {
                archive.write(
                        () -> {
                            if (failure instanceof Error e) {
                                throw e;
                            }
                            throw (RuntimeException) failure;
                        });
                archive.write(() -> done.add(failure.getClass().getSimpleName()));
            }
            // A name that no file can have.
            archive.forget("x\0y");
            archive.write(() -> done.add("the disk"));
            Await.until(() -> done.size() == 3, () -> done);
        }
        assertEquals(
                List.of("OutOfMemoryError", "IllegalStateException", "the disk"),
                List.copyOf(done));
    }

    /** What serves comes back after a restart though the first copy could not be made. */
    @Test
    void keepWhatServesOnceTheDiskWorksAgain() throws Exception {
        Path kept = home.resolve("data/.host/versions");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "a file where the folder should be");
        try (TestHost host = new TestHost(HostSettings.defaultsFor(home))) {
            TestModules.writePair(host.tools, "a", "1.0", "");
            host.awaitActive("a.tool.json", "1.0");
            Files.deleteIfExists(kept);
            TestModules.writePair(host.tools, "b", "1.0", "");
            host.awaitActive("b.tool.json", "1.0");
            KeptArtifacts copies = new KeptArtifacts(kept);
            Await.until(() -> copies.has("b"), copies::tools);
        }
    }
}
