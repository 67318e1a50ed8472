package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.cache.DiskCache;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("The classes of a module in the cache")
@Timeout(120)
final class PreloadTest {

    private static final int FUNCTIONS = 40;
    private static final int I32 = ModuleWriter.I32;

    @TempDir private Path folder;
    private final byte[] module = module();
    private DiskCache cache;
    private String key;

    @BeforeEach
    void open() throws IOException, InvalidModuleException {
        cache = DiskCache.open(folder.resolve("cache"), 1 << 30);
        key = CacheKey.of(layout(), CompileOptions.DEFAULT);
    }

    private ModuleLayout layout() throws InvalidModuleException {
        return ModuleLayout.of(module, CompileOptions.DEFAULT.limits());
    }

    /** Functions so long that each has a class of its own: {@code f0}, {@code f1} and so on. */
    private static byte[] module() {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[] {I32}, new int[] {I32});
        for (int i = 0; i < FUNCTIONS; i++) {
            Bytes code = Bytes.of(0x20, 0).repeat(4_500, Bytes.of(0x41, 3, 0x6C));
            module.export("f" + i, 0, module.function(type, new int[0], code));
        }
        return module.toByteArray();
    }

    private CompiledModule compiled() throws InvalidModuleException {
        return new OwnCompiler(cache).compile(layout(), CompileOptions.DEFAULT);
    }

    private static void run(CompiledModule module, int functions) {
        var options =
                new InstanceOptions(
                        1 << 20,
                        100,
                        1_000_000,
                        new FuelGauge(Long.MAX_VALUE),
                        MemoryPool.NONE,
                        null);
        module.beginLoading();
        try (GuestInstance guest = module.instantiate(ImportValues.empty(), options)) {
            for (int i = 0; i < functions; i++) {
                assertEquals(0, guest.call("f" + i, 0)[0]);
            }
        } finally {
            module.endLoading();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst(".*[.]", ""))
                    .sorted()
                    .toList();
        }
    }

    private GuestClassLoader loader() {
        return GuestClassLoader.lazily(cache.find(key).orElseThrow()).loader();
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        while (!wanted.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    @Test
    @DisplayName("are recorded by the first run that takes them from the cache")
    void areRecordedOnce() throws Exception {
        run(compiled(), FUNCTIONS);
        assertEquals(List.of("classes"), files(), "a run right after compiling loads all classes");
        run(compiled(), 35);
        List<String> order = cache.loadOrder(key);
        String start = cache.find(key).orElseThrow().mainClass().replaceFirst("Main$", "Code");
        assertEquals(
                IntStream.rangeClosed(1, 35).mapToObj(i -> start + i).toList(),
                order.stream().filter(name -> name.startsWith(start)).toList());
        run(compiled(), FUNCTIONS);
        assertEquals(order, cache.loadOrder(key));
        assertEquals(List.of("classes", "order"), files());
    }

    @Test
    @DisplayName("are recorded again by a run that needs many more")
    void areRecordedAgain() throws Exception {
        run(compiled(), 1);
        run(compiled(), 15);
        int few = cache.loadOrder(key).size();
        run(compiled(), FUNCTIONS);
        assertTrue(cache.loadOrder(key).size() > 2 * few);
    }

    @Test
    @DisplayName("are not recorded if they are few")
    void areFew() throws Exception {
        run(compiled(), 1);
        run(compiled(), 3);
        assertEquals(List.of("classes"), files());
    }

    @Test
    @DisplayName("are loaded in advance if a run was recorded")
    void areLoadedInAdvance() throws Exception {
        run(compiled(), 1);
        run(compiled(), 35);
        GuestClassLoader loader = loader();
        int before = loader.left();
        List<String> order = cache.loadOrder(key);
        Preload preload = new Preload(cache, key, loader);
        preload.begin();
        preload.begin();
        await(() -> loader.left() == before - order.size());
        preload.end();
        assertEquals(order, cache.loadOrder(key));
    }

    @Test
    @DisplayName("are loaded when they are needed if what was recorded is wrong")
    void recordIsWrong() throws Exception {
        run(compiled(), 1);
        GeneratedCode code = cache.find(key).orElseThrow();
        String known = code.mainClass().replaceFirst("Main$", "Code7");
        cache.keepLoadOrder(
                key, List.of("java.lang.Object", "", "\0/..", code.mainClass(), "x.y", known));
        GuestClassLoader loader = loader();
        int before = loader.left();
        Preload preload = new Preload(cache, key, loader);
        preload.begin();
        await(() -> loader.left() == before - 1);
        preload.end();
        run(compiled(), FUNCTIONS);
    }

    @Test
    @DisplayName("are recorded again if the record is damaged")
    void recordIsDamaged() throws Exception {
        run(compiled(), 1);
        run(compiled(), 35);
        Path file = folder.resolve("cache").resolve(key + ".order");
        byte[] good = Files.readAllBytes(file);
        List<byte[]> bad = new ArrayList<>();
        bad.add(new byte[0]);
        bad.add(new byte[100]);
        bad.add(java.util.Arrays.copyOf(good, good.length - 1));
        byte[] count = good.clone();
        count[8] = 0x7F;
        bad.add(count);
        for (byte[] each : bad) {
            Files.write(file, each);
            assertEquals(List.of(), cache.loadOrder(key));
            assertTrue(Files.notExists(file));
        }
        run(compiled(), 35);
        assertEquals(List.of("classes", "order"), files());
    }
}
