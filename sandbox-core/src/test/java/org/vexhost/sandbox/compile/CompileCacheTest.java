package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.CodeFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.binary.NamedFunctions;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.compile.cache.ClassFile;
import org.vexhost.sandbox.compile.cache.DiskCache;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.ValidatedCode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.RandomModule;

final class CompileCacheTest {

    private static final long PLENTY = 1 << 30;
    private static final String KEY = "ab".repeat(32);

    @TempDir private Path directory;

    private static byte[] kernel(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/guests/kernels/" + name + ".wasm"));
    }

    private static long run(CompiledModule module) {
        var gauge = new FuelGauge(PLENTY);
        var options =
                new InstanceOptions(
                        64 << 20,
                        100,
                        InstanceOptions.DEFAULT_CALL_DEPTH,
                        gauge,
                        MemoryPool.NONE,
                        null);
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), options)) {
            return guest.call("run", 10)[0] * 1_000_000 + gauge.consumed();
        }
    }

    /** The names of the files in the cache's directory, sorted. */
    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    private static GeneratedCode code(int bytes) {
        // Random, for classes are packed.
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return new GeneratedCode(
                "Main",
                Map.of("Main", ClassFile.of(content)),
                Set.of("Main"),
                new byte[] {1, 2},
                3,
                new int[] {4},
                new ValidatedCode("limits", new CodeFacts(5, 6, true, true, false, true, false)));
    }

    @Test
    void entryOutlivesItsCompiler() throws IOException, InvalidModuleException {
        byte[] fib = kernel("fib");
        Path cache = directory.resolve("cache");
        long expected = run(StrictCompiler.uncached().compile(fib, CompileOptions.DEFAULT));
        assertEquals(
                expected,
                run(ModuleCompiler.cached(cache, PLENTY).compile(fib, CompileOptions.DEFAULT)));
        assertEquals(1, entries().size());
        assertEquals(
                expected,
                run(ModuleCompiler.cached(cache, PLENTY).compile(fib, CompileOptions.DEFAULT)));
    }

    @Test
    void directoryIsTheOwnersAlone() throws IOException {
        Path cache = directory.resolve("cache");
        DiskCache.open(cache, PLENTY);
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        DiskCache.open(cache, PLENTY);
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
    }

    @Test
    void linkAndFileAreNoDirectory() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertThrows(IOException.class, () -> DiskCache.open(link, PLENTY));
        Path file = Files.createFile(directory.resolve("file"));
        assertThrows(IOException.class, () -> DiskCache.open(file, PLENTY));
    }

    @Test
    void damagedEntryIsDroppedWhereverTheDamageIs() throws IOException {
        DiskCache cache = DiskCache.open(directory.resolve("cache"), PLENTY);
        cache.keep(KEY, code(50));
        Path file = directory.resolve("cache").resolve(entries().get(0));
        byte[] good = Files.readAllBytes(file);
        int headBytes = 8 + (2 + KEY.length()) + (2 + "limits".length()) + 4 + 8 + 5 + 32;
        for (int at = 0; at < good.length; at += 13) {
            byte[] bad = good.clone();
            bad[at] ^= 0x40;
            Files.write(file, bad);
            assertEquals(Optional.empty(), cache.find(KEY), "damage at " + at);
            assertTrue(Files.notExists(file));
        }
        for (int at = 0; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= 0x40;
            Files.write(file, bad);
            Optional<ValidatedCode> validated = cache.validated(KEY);
            assertEquals(at >= headBytes, validated.isPresent(), "damage at " + at);
            assertEquals(validated.isPresent(), Files.exists(file));
        }
        for (int length = 0; length < good.length; length += 31) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertEquals(Optional.empty(), cache.find(KEY), "cut at " + length);
        }
        Files.write(file, java.util.Arrays.copyOf(good, good.length + 1));
        assertEquals(Optional.empty(), cache.find(KEY));
        Files.write(file, good);
        assertEquals(code(50).validated(), cache.validated(KEY).orElseThrow());
        assertEquals(code(50).validated(), cache.find(KEY).orElseThrow().validated());
        assertEquals(Set.of("Main"), cache.find(KEY).orElseThrow().slow());
        assertEquals(50, cache.find(KEY).orElseThrow().classes().get("Main").plain().length);
    }

    @Test
    void entryOfAnotherNameIsForeign() throws IOException {
        DiskCache cache = DiskCache.open(directory.resolve("cache"), PLENTY);
        cache.keep(KEY, code(50));
        Path file = directory.resolve("cache").resolve(entries().get(0));
        String other = "cd".repeat(32);
        Files.copy(
                file, file.resolveSibling(String.valueOf(file.getFileName()).replace(KEY, other)));
        assertEquals(Optional.empty(), cache.find(other));
        assertTrue(cache.find(KEY).isPresent());
    }

    @Test
    void damagedEntryIsCompiledAnew() throws IOException, InvalidModuleException {
        byte[] fib = kernel("fib");
        Path cache = directory.resolve("cache");
        final long expected =
                run(ModuleCompiler.cached(cache, PLENTY).compile(fib, CompileOptions.DEFAULT));
        Path file = cache.resolve(entries().get(0));
        byte[] bad = Files.readAllBytes(file);
        bad[bad.length / 2] ^= 1;
        Files.write(file, bad);
        assertEquals(
                expected,
                run(ModuleCompiler.cached(cache, PLENTY).compile(fib, CompileOptions.DEFAULT)));
        assertTrue(Files.mismatch(file, Files.write(directory.resolve("bad"), bad)) >= 0);
    }

    @Test
    void codeIsValidatedAgainOnlyUnderOtherLimits() throws IOException, InvalidModuleException {
        byte[] fib = kernel("fib");
        Path cache = directory.resolve("cache");
        ModuleCompiler first = ModuleCompiler.cached(cache, PLENTY);
        ModuleLayout validated = first.validate(fib, CompileOptions.DEFAULT);
        assertTrue(validated.hasBodies());
        final long expected = run(first.compile(validated, CompileOptions.DEFAULT));

        ModuleCompiler second = ModuleCompiler.cached(cache, PLENTY);
        ModuleLayout known = second.validate(fib, CompileOptions.DEFAULT);
        assertFalse(known.hasBodies());
        assertEquals(validated.facts(), known.facts());
        assertEquals(validated.codeFacts(), known.codeFacts());
        NamedFunctions names = NamedFunctions.of(known);
        for (int i = 0; i < validated.functionCount(); i++) {
            assertEquals(NamedFunctions.of(validated).codeOffset(i), names.codeOffset(i));
        }
        assertEquals(expected, run(second.compile(known, CompileOptions.DEFAULT)));

        ModuleLimits strict = ModuleLimits.DEFAULT.with("maxOperands", 1);
        assertThrows(
                InvalidModuleException.class,
                () -> second.validate(fib, new CompileOptions(strict, Mode.COMPILED)));
    }

    @Test
    void codeIsValidatedIfItsEntryGoesBeforeItIsLoaded()
            throws IOException, InvalidModuleException {
        byte[] fib = kernel("fib");
        Path cache = directory.resolve("cache");
        final long expected =
                run(ModuleCompiler.cached(cache, PLENTY).compile(fib, CompileOptions.DEFAULT));
        ModuleCompiler compiler = ModuleCompiler.cached(cache, PLENTY);
        ModuleLayout known = compiler.validate(fib, CompileOptions.DEFAULT);
        assertFalse(known.hasBodies());
        assertThrows(IllegalStateException.class, () -> known.body(0));
        Files.delete(cache.resolve(entries().get(0)));
        assertEquals(expected, run(compiler.compile(known, CompileOptions.DEFAULT)));
        assertFalse(compiler.validate(fib, CompileOptions.DEFAULT).hasBodies());
    }

    @Test
    void oldestEntriesGoWhenThereIsTooMuch() throws IOException {
        DiskCache cache = DiskCache.open(directory.resolve("cache"), 5_000);
        for (int i = 0; i < 10; i++) {
            String key = String.format(java.util.Locale.ROOT, "%064d", i);
            cache.keep(key, code(1_000));
            Path file = directory.resolve("cache").resolve(key + ".classes");
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L + i));
            }
        }
        List<String> left = entries();
        assertTrue(left.size() >= 3 && left.size() <= 4, left.toString());
        assertTrue(left.contains(String.format(java.util.Locale.ROOT, "%064d.classes", 9)));
    }

    @Test
    void filesThatKilledProcessesLeftGoAfterAnHour() throws IOException {
        Path files = directory.resolve("cache");
        DiskCache cache = DiskCache.open(files, PLENTY);
        FileTime now = FileTime.from(Instant.now());
        FileTime earlier = FileTime.from(now.toInstant().minus(Duration.ofMinutes(61)));
        for (String name : List.of("new1.tmp", "owner2.tmp", "mine.txt")) {
            Files.setLastModifiedTime(Files.createFile(files.resolve(name)), earlier);
        }
        Files.setLastModifiedTime(Files.createFile(files.resolve("new3.tmp")), now);
        cache.keep(KEY, code(50));
        assertEquals(List.of(KEY + ".classes", "mine.txt", "new3.tmp"), entries());
        assertTrue(cache.find(KEY).isPresent());
    }

    @Test
    void moduleAndOptionsAreInTheName() throws IOException, InvalidModuleException {
        ModuleLayout fib = ModuleLayout.of(kernel("fib"), ModuleLimits.DEFAULT);
        ModuleLayout scan = ModuleLayout.of(kernel("scan"), ModuleLimits.DEFAULT);
        String key = CacheKey.of(fib, CompileOptions.DEFAULT);
        assertNotEquals(key, CacheKey.of(scan, CompileOptions.DEFAULT));
        assertNotEquals(
                key, CacheKey.of(fib, new CompileOptions(ModuleLimits.DEFAULT, Mode.UNMETERED)));
    }

    @Test
    void moduleInUseIsCompiledOnce() throws IOException, InvalidModuleException {
        ModuleCompiler compiler = ModuleCompiler.cached(directory.resolve("cache"), PLENTY);
        CompiledModule first = compiler.compile(kernel("fib"), CompileOptions.DEFAULT);
        assertSame(first, compiler.compile(kernel("fib"), CompileOptions.DEFAULT));
        assertNotSame(first, compiler.compile(kernel("scan"), CompileOptions.DEFAULT));
    }

    @Test
    void cachedModulesStayWithinTheirLimits() throws IOException, InvalidModuleException {
        ModuleCompiler compiler = ModuleCompiler.cached(directory.resolve("cache"), PLENTY);
        CompiledModule kept = compiler.compile(kernel("fib"), CompileOptions.DEFAULT);
        ModuleLimits strict = ModuleLimits.DEFAULT.with("maxModuleBytes", 100);
        assertThrows(
                InvalidModuleException.class,
                () -> compiler.compile(kernel("fib"), new CompileOptions(strict, Mode.COMPILED)));
        assertTrue(kept.facts().functionCount() > 0);
    }

    @Test
    void classesOfUnusedModulesAreUnloaded() throws IOException, InvalidModuleException {
        var classes = java.lang.management.ManagementFactory.getClassLoadingMXBean();
        ModuleCompiler compiler = ModuleCompiler.cached(directory.resolve("cache"), PLENTY);
        List<byte[]> modules = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            modules.add(RandomModule.of(seed));
        }
        for (byte[] module : modules) {
            compiler.compile(module, CompileOptions.DEFAULT);
        }
        System.gc();
        long before = classes.getUnloadedClassCount();
        // Of a module from the cache that is not called, the main class alone is loaded.
        for (int round = 0; round < 30; round++) {
            for (byte[] module : modules) {
                compiler.compile(module, CompileOptions.DEFAULT);
            }
            System.gc();
        }
        assertTrue(classes.getUnloadedClassCount() - before > 500);
    }
}
