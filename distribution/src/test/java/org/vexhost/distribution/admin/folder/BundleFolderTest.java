package org.vexhost.distribution.admin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.vexhost.distribution.host.FileTrust;

/** In a running framework. */
@DisplayName("The folder of bundles")
@Timeout(120)
class BundleFolderTest {

    private static final String UPDATE_REFUSED =
            "WARN bundle '%s' cannot be updated from '%s', the version before is still serving [";

    @TempDir Path home;
    private Path folder;
    private Framework framework;
    private BundleFolder bundles;
    private LogLines log;
    private long nanos;

    /** Runs inside the framework; its jar says how. */
    public static final class Service implements BundleActivator {

        @Override
        public void start(BundleContext context) {
            context.registerService(
                    Runnable.class,
                    () -> {},
                    FrameworkUtil.asDictionary(
                            Map.of("version", context.getBundle().getVersion())));
        }

        @Override
        public void stop(BundleContext context) {
            if (context.getBundle().getHeaders().get("Fails") != null) {
                throw new IllegalStateException("it fails");
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectory(home.resolve("bundles"));
        framework =
                new FrameworkFactory()
                        .newFramework(
                                Map.of(
                                        Constants.FRAMEWORK_STORAGE,
                                        home.resolve("cache").toString()));
        framework.start();
        bundles =
                new BundleFolder(
                        framework.getBundleContext(),
                        folder,
                        FileTrust.ofProcess(folder),
                        () -> nanos);
        log = new LogLines(BundleFolder.class);
    }

    @AfterEach
    void stop() throws Exception {
        log.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    /** Replaced in one step, as those do who know how. */
    private Path jar(String file, String name, String version, String... headers) throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        main.putValue(Constants.BUNDLE_VERSION, version);
        main.putValue(Constants.BUNDLE_ACTIVATOR, Service.class.getName());
        main.putValue(Constants.IMPORT_PACKAGE, "org.osgi.framework");
        for (int i = 0; i < headers.length; i += 2) {
            main.putValue(headers[i], headers[i + 1]);
        }
        return file(file, jar(manifest));
    }

    private static byte[] jar(Manifest manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            String path = Service.class.getName().replace('.', '/') + ".class";
            out.putNextEntry(new JarEntry(path));
            try (InputStream in =
                    Objects.requireNonNull(
                            Service.class.getClassLoader().getResourceAsStream(path), path)) {
                in.transferTo(out);
            }
        }
        return bytes.toByteArray();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        Path next = Files.write(home.resolve("next"), bytes);
        return Files.move(
                next,
                folder.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Looks until all that changed is settled, and all that is missing is gone. */
    private void look() throws Exception {
        bundles.update();
        nanos += Duration.ofSeconds(2).toNanos();
        bundles.update();
    }

    /** The versions of the services there are. */
    private List<String> serving() throws Exception {
        return framework.getBundleContext().getServiceReferences(Runnable.class, null).stream()
                .map(reference -> String.valueOf(reference.getProperty("version")))
                .sorted()
                .toList();
    }

    private Bundle bundle(String name) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(each -> name.equals(each.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void installsUpdatesAndUninstalls() throws Exception {
        Path jar = jar("a.jar", "a", "1.0.0");
        look();
        assertEquals(List.of("1.0.0"), serving());
        long id = bundle("a").getBundleId();

        jar("a.jar", "a", "2.0.0");
        look();
        assertEquals(List.of("2.0.0"), serving());
        assertEquals(id, bundle("a").getBundleId());
        assertEquals(Bundle.ACTIVE, bundle("a").getState());

        Files.delete(jar);
        look();
        assertEquals(List.of(), serving());
    }

    @Test
    void passesOverAJarThatCannotBeReadAndTakesItWhenItCan() throws Exception {
        Path loop = folder.resolve("a.jar");
        Files.createSymbolicLink(loop, loop);
        jar("b.jar", "b", "1.0.0");
        look();
        assertEquals(List.of("1.0.0"), serving());
        List<String> lines = log.take();
        assertTrue(
                lines.get(0).startsWith("WARN bundle '%s' cannot be installed [".formatted(loop)),
                lines::toString);
        assertTrue(lines.get(0).contains("FileSystemException"), lines::toString);

        look();
        look();
        assertEquals(List.of(), log.take(), "a problem is told once, and nothing is tried for it");

        jar("a.jar", "a", "2.0.0");
        look();
        assertEquals(List.of("1.0.0", "2.0.0"), serving());
    }

    @Test
    void refusesWhatIsNoWholeBundleAndServesOn() throws Exception {
        Path jar = jar("a.jar", "a", "1.0.0");
        byte[] whole = Files.readAllBytes(jar);
        look();
        log.take();
        Bundle before = bundle("a");
        long started = before.getLastModified();

        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Manifest plain = new Manifest();
        plain.getMainAttributes().putValue("Manifest-Version", "1.0");
        for (byte[] bad :
                List.of(
                        new byte[0],
                        "no jar".getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOf(whole, whole.length - 30),
                        damaged,
                        jar(plain))) {
            file("a.jar", bad);
            look();
            assertEquals(List.of("1.0.0"), serving());
            assertEquals(started, before.getLastModified());
            List<String> lines = log.take();
            assertEquals(1, lines.size(), lines::toString);
            assertTrue(
                    lines.get(0).startsWith(UPDATE_REFUSED.formatted(before, jar)),
                    lines::toString);
        }
        look();
        assertEquals(List.of(), log.take());

        jar("a.jar", "a", "2.0.0");
        look();
        assertEquals(List.of("2.0.0"), serving());
    }

    @Test
    void startsTheOldOneAgainWhenTheFrameworkRefusesTheNewOne() throws Exception {
        Path jar = jar("a.jar", "a", "1.0.0");
        jar("b.jar", "b", "1.0.0");
        look();
        log.take();
        Bundle before = bundle("a");

        jar("a.jar", "b", "1.0.0");
        look();
        assertEquals(List.of("1.0.0", "1.0.0"), serving());
        assertEquals(Bundle.ACTIVE, before.getState());
        assertEquals("a", before.getSymbolicName());
        List<String> lines = log.take();
        assertEquals("INFO bundle '%s' runs".formatted(before), lines.get(0));
        assertTrue(lines.get(1).startsWith(UPDATE_REFUSED.formatted(before, jar)), lines::toString);

        jar("c.jar", "c", "3.0.0");
        look();
        assertEquals(List.of("1.0.0", "1.0.0", "3.0.0"), serving());
        assertEquals(2, log.take().size(), "what runs is not stopped for another try");
    }

    @Test
    void updatesOneThatFailsWhileItStops() throws Exception {
        jar("a.jar", "a", "1.0.0", "Fails", "true");
        look();
        jar("a.jar", "a", "2.0.0");
        look();
        assertEquals(List.of("2.0.0"), serving());
    }

    @Test
    void triesAgainWhatTheFrameworkRefusedWhenAnotherBundleGoes() throws Exception {
        Path jar = jar("a.jar", "a", "1.0.0");
        look();
        Files.move(jar, folder.resolve("b.jar"));
        look();
        assertEquals(List.of("1.0.0"), serving());
        assertEquals("vexhost-bundle:b.jar", bundle("a").getLocation());
    }

    @Test
    void keepsAllWhileItIsGoneItself() throws Exception {
        jar("a.jar", "a", "1.0.0");
        look();
        log.take();
        Path away = Files.move(folder, home.resolve("away"));
        look();
        look();
        assertEquals(List.of("1.0.0"), serving());
        List<String> lines = log.take();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(
                lines.get(0)
                        .startsWith(
                                "WARN folder '%s' cannot be read, its bundles stay ["
                                        .formatted(folder)),
                lines::toString);

        Files.move(away, folder);
        look();
        assertEquals(List.of("INFO folder '%s' can be read again".formatted(folder)), log.take());
        assertEquals(List.of("1.0.0"), serving());
    }
}
