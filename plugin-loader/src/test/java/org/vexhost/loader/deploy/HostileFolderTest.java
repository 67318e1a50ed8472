package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.operator.AdminException;

@DisplayName("Whoever writes into the tools folder")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFolderTest extends DeploymentTestCase {

    private final CountDownLatch gaveUp = new CountDownLatch(1);

    @AfterEach
    @Override
    void closeHost() throws Exception {
        super.closeHost();
        release();
    }

    /** What hangs in FIFOs goes on once somebody opens them for writing. */
    private void release() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path fifo : all.filter(HostileFolderTest::isFifo).toList()) {
                Files.newByteChannel(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE)
                        .close();
            }
        }
    }

    private static boolean isFifo(Path path) {
        return !Files.isRegularFile(path) && !Files.isDirectory(path) && Files.exists(path);
    }

    /** Puts a FIFO into the place of a file and takes it out again, all the time. */
    private Thread swap(Path file) throws Exception {
        Path other = Files.createDirectories(home.resolve("swap")).resolve("fifo");
        Process made = new ProcessBuilder("mkfifo", other.toString()).start();
        assumeTrue(made.waitFor() == 0, "this system has no mkfifo");
        Path aside = other.resolveSibling("aside");
        Thread swapper =
                new Thread(
                        () -> {
                            try {
                                while (!Thread.currentThread().isInterrupted()) {
                                    Files.createLink(aside, file);
                                    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
                                    LockSupport.parkNanos(100_000);
                                    Files.createLink(other, file);
                                    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
                                    LockSupport.parkNanos(300_000);
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        swapper.setDaemon(true);
        swapper.start();
        return swapper;
    }

    private void requireAlive(int round) throws Exception {
        String version = "1." + round;
        TestModules.writePair(host.tools, "good", version, "");
        host.awaitActive("good.tool.json", version);
        host.admin().disable("good");
        assertEquals(
                ErrorReason.DISABLED,
                assertThrows(ToolException.class, () -> host.call("good")).error().reason());
        host.admin().enable("good");
        host.call("good");
    }

    @Test
    void stopsNothingBySwappingAFifoForADescriptor() throws Exception {
        TestModules.writePair(host.tools, "evil", "1.0", "");
        stayAlive(host.tools.resolve("evil.tool.json"));
    }

    @Test
    void stopsNothingBySwappingAFifoForAModule() throws Exception {
        TestModules.writePair(host.tools, "evil", "1.0", "");
        stayAlive(host.tools.resolve("evil.wasm"));
    }

    @Test
    void stopsNothingBySwappingAFifoForAJar() throws Exception {
        TestModules.write(
                host.tools.resolve("evil.jar"),
                TestModules.jar(TestModules.jarEntries("evil", "1.0")));
        stayAlive(host.tools.resolve("evil.jar"));
    }

    private void stayAlive(Path swapped) throws Exception {
        Thread swapper = swap(swapped);
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        for (int round = 0; round < 3 || System.nanoTime() < end; round++) {
            requireAlive(round);
        }
        swapper.interrupt();
        swapper.join();
    }

    @Test
    void costsAThreadWhereAnOperatorDeploysAFifo() throws Exception {
        Path fifo = home.resolve("fifo.wasm");
        Process made = new ProcessBuilder("mkfifo", fifo.toString()).start();
        assumeTrue(made.waitFor() == 0, "this system has no mkfifo");
        Thread client =
                new Thread(
                        () -> {
                            try {
                                host.admin().deploy(fifo, Duration.ofMillis(1));
                            } catch (AdminException | InterruptedException e) {
                                gaveUp.countDown();
                            }
                        });
        client.start();
        client.interrupt();
        assertTrue(gaveUp.await(30, TimeUnit.SECONDS), "the client's thread hangs");
        requireAlive(1);
    }

    @Test
    void isToldWhyAToolDoesNotServe() throws Exception {
        Files.writeString(host.tools.resolve("text.wasm"), "no module");
        host.await("text.wasm", ToolState.FAILED);
        assertEquals(ErrorReason.DEPLOYMENT_FAILED, refusal("text"));

        Files.write(host.tools.resolve("alone.wasm"), TestModules.module("alone"));
        host.await("alone.wasm", ToolState.WAITING);
        assertEquals(ErrorReason.DEPLOYING, refusal("alone"));

        Files.writeString(
                host.tools.resolve("file-name.tool.json"), TestModules.descriptor("own-name", "1"));
        Files.writeString(host.tools.resolve("file-name.wasm"), "no module");
        host.await("file-name.tool.json", ToolState.FAILED);
        assertEquals(ErrorReason.DEPLOYMENT_FAILED, refusal("own-name"));
        assertEquals(ErrorReason.NO_SUCH_TOOL, refusal("file-name"));
        assertEquals(List.of(), host.registry.all().stream().filter(e -> e.isOwner()).toList());
    }

    private ErrorReason refusal(String name) {
        return assertThrows(ToolException.class, () -> host.call(name)).error().reason();
    }
}
