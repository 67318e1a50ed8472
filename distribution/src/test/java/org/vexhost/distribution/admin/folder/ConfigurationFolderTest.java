package org.vexhost.distribution.admin.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.host.FileTrust;

@DisplayName("The folder of settings")
class ConfigurationFolderTest {

    private static final Map<String, Map<String, Object>> DEFAULTS =
            Map.of("engine", Map.of("cacheDirectory", "cache"));

    @TempDir Path home;
    private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
    private Path folder;
    private ConfigurationFolder settings;
    private LogLines log;
    private long nanos;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(home.resolve("etc"));
        settings =
                new ConfigurationFolder(
                        admin, folder, FileTrust.ofProcess(folder), DEFAULTS, () -> nanos);
        log = new LogLines(ConfigurationFolder.class);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Looks until all that changed is settled, and all that is missing is gone. */
    private void look() {
        settings.update();
        nanos += Duration.ofSeconds(2).toNanos();
        settings.update();
    }

    @Test
    void holdsWhatItsFilesSayAndTheDefaultsWithoutThem() throws IOException {
        Path engine = file("engine.cfg", "maxThreads = 3\n");
        Path host = file("host.cfg", "x = 1\n");
        Path one = file("factory-one.config", "x=I\"7\"\n");
        settings.begin();
        assertEquals(Map.of("maxThreads", "3", "cacheDirectory", "cache"), admin.of("engine"));
        assertEquals(Map.of("x", "1"), admin.of("host"));
        assertEquals(Map.of("x", 7), admin.of("factory~one"));

        file("host.cfg", "x = 100\n");
        look();
        assertEquals(Map.of("x", "100"), admin.of("host"));

        for (Path each : List.of(engine, host, one)) {
            Files.delete(each);
        }
        look();
        assertEquals(Map.of("cacheDirectory", "cache"), admin.of("engine"));
        assertEquals(List.of("engine"), admin.ids());
    }

    @Test
    void keepsTheSettingsOfAFileThatIsMissingForAMoment() throws IOException {
        Path host = file("host.cfg", "x = 1\n");
        settings.begin();
        Files.delete(host);
        settings.update();
        assertEquals(Map.of("x", "1"), admin.of("host"));
        file("host.cfg", "x = 100\n");
        settings.update();
        assertEquals(Map.of("x", "1"), admin.of("host"));
        settings.update();
        assertEquals(Map.of("x", "100"), admin.of("host"));
    }

    @Test
    void triesAgainWhatCannotBeReadAndSaysSoOnce() throws IOException {
        Path host = file("host.cfg", "x = 1\n");
        settings.begin();
        log.take();
        Files.delete(host);
        Files.createSymbolicLink(host, host);
        Path other = file("other.cfg", "y = 1\n");
        look();
        look();
        assertEquals(Map.of("x", "1"), admin.of("host"));
        assertEquals(Map.of("y", "1"), admin.of("other"));
        List<String> lines = log.take();
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(
                lines.get(0)
                        .startsWith(
                                ("WARN configuration '%s' cannot be read, the earlier values"
                                                + " stay in effect [")
                                        .formatted(host)),
                lines::toString);
        assertEquals("INFO configuration '%s' is read".formatted(other), lines.get(1));

        Files.delete(host);
        file("host.cfg", "x = 1\n");
        look();
        assertEquals(List.of("INFO configuration '%s' is read".formatted(host)), log.take());
    }

    @Test
    void triesAgainWhatCannotBeStoredAndSaysSoOnce() throws IOException {
        Path host = file("host.cfg", "x = 1\n");
        settings.begin();
        log.take();
        admin.full(true);
        file("host.cfg", "x = 100\n");
        Path other = file("other.cfg", "y = 1\n");
        look();
        look();
        assertEquals(Map.of("x", "1"), admin.of("host"));
        String text =
                "WARN configuration '%s' cannot be stored,"
                        + " the earlier values stay in effect [%s]";
        assertEquals(
                List.of(
                        text.formatted(host, FakeConfigurationAdmin.FULL),
                        text.formatted(other, FakeConfigurationAdmin.FULL)),
                log.take());

        admin.full(false);
        settings.update();
        assertEquals(Map.of("x", "100"), admin.of("host"));
        assertEquals(Map.of("y", "1"), admin.of("other"));
    }

    @Test
    void removesLaterWhatCannotBeRemovedNow() throws IOException {
        Path gone = file("gone.cfg", "x = 1\n");
        Path back = file("back.cfg", "x = 1\n");
        settings.begin();
        log.take();
        admin.full(true);
        Files.delete(gone);
        Files.delete(back);
        look();
        look();
        String text =
                "WARN configuration '%s' is removed, which cannot be stored,"
                        + " the earlier values stay in effect [%s]";
        assertEquals(
                List.of(
                        text.formatted(back, FakeConfigurationAdmin.FULL),
                        text.formatted(gone, FakeConfigurationAdmin.FULL)),
                log.take().stream().sorted().toList());
        file("back.cfg", "x = 2\n");
        look();
        admin.full(false);
        settings.update();
        assertEquals(List.of("back", "engine"), admin.ids());
        assertEquals(Map.of("x", "2"), admin.of("back"));
    }

    @Test
    void keepsAllWhileItIsGoneItself() throws IOException {
        file("host.cfg", "x = 1\n");
        settings.begin();
        log.take();
        Path away = Files.move(folder, home.resolve("away"));
        look();
        look();
        assertEquals(Map.of("x", "1"), admin.of("host"));
        List<String> lines = log.take();
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(
                lines.get(0)
                        .startsWith(
                                ("WARN folder '%s' cannot be read, the earlier values of"
                                                + " its files stay in effect [")
                                        .formatted(folder)),
                lines::toString);

        Files.move(away, folder);
        look();
        assertEquals(List.of("INFO folder '%s' can be read again".formatted(folder)), log.take());
    }

    @Test
    void doesNotBeginWhereItsSettingsCannotBeKnown() throws IOException {
        Files.delete(folder);
        assertThrows(IOException.class, settings::begin);
    }

    @Test
    void makesAgainWhatSomebodyDeleted() throws IOException {
        file("host.cfg", "x = 1\n");
        Path other = file("other.cfg", "y = 1\n");
        settings.begin();
        admin.delete("host");
        admin.delete("other");
        file("host.cfg", "x = 100\n");
        Files.delete(other);
        look();
        look();
        assertEquals(Map.of("x", "100"), admin.of("host"));
        assertEquals(List.of("engine", "host"), admin.ids());
    }
}
