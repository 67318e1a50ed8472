package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

@DisplayName("Preloading")
@Timeout(120)
class PreloadingTest {

    private static final Path COMPILED = Path.of("compiled");
    private static final Queue<String> DONE = new ConcurrentLinkedQueue<>();

    /** Works. */
    public static final class Good implements Consumer<Path> {
        @Override
        public void accept(Path compiled) {
            DONE.add("good " + compiled);
        }
    }

    /** Fails with an exception. */
    public static final class Bad implements Consumer<Path> {
        @Override
        public void accept(Path compiled) {
            DONE.add("bad");
            throw new IllegalStateException("for a test");
        }
    }

    /** Fails with an error. */
    public static final class Worse implements Consumer<Path> {
        @Override
        public void accept(Path compiled) {
            DONE.add("worse");
            throw new OutOfMemoryError("for a test");
        }
    }

    /** Fails before it can be used. */
    public static final class Worst implements Consumer<Path> {
        static {
            DONE.add("worst");
            if (!DONE.isEmpty()) {
                throw new IllegalStateException("for a test");
            }
        }

        @Override
        public void accept(Path compiled) {
            DONE.add("never");
        }
    }

    @BeforeEach
    void begin() {
        DONE.clear();
    }

    /** A resolved bundle whose classes are those of this test. */
    private static Bundle bundle(String named) {
        Dictionary<String, String> headers =
                FrameworkUtil.asDictionary(Map.of(Preloading.HEADER, named));
        return (Bundle)
                Proxy.newProxyInstance(
                        PreloadingTest.class.getClassLoader(),
                        new Class<?>[] {Bundle.class},
                        (self, method, values) ->
                                switch (method.getName()) {
                                    case "getHeaders" -> headers;
                                    case "getState" -> Bundle.RESOLVED;
                                    case "loadClass" -> Class.forName((String) values[0]);
                                    case "hashCode" -> System.identityHashCode(self);
                                    case "equals" -> self == values[0];
                                    case "toString" -> named;
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
    }

    private static List<Bundle> bundles(Class<?>... named) {
        List<Bundle> all = new ArrayList<>();
        all.add(bundle("no.such.Class"));
        all.add(bundle("java.lang.String"));
        for (Class<?> each : named) {
            all.add(bundle(each.getName()));
        }
        return all;
    }

    @Test
    void continuesWithTheNextBundleWhateverOneThrows() throws Exception {
        List<Thread> started = new ArrayList<>();
        Preloading.begin(
                bundles(Bad.class, Worse.class, Worst.class, Good.class),
                COMPILED,
                thread -> {
                    started.add(thread);
                    thread.start();
                });
        assertEquals(1, started.size());
        started.get(0).join(60_000);
        assertFalse(started.get(0).isAlive());
        assertEquals(List.of("bad", "worse", "worst", "good compiled"), List.copyOf(DONE));
    }

    @Test
    void isLeftOutWithoutAThread() {
        assertDoesNotThrow(
                () ->
                        Preloading.begin(
                                bundles(Good.class),
                                COMPILED,
                                thread -> {
                                    throw new OutOfMemoryError("for a test");
                                }));
        assertEquals(List.of(), List.copyOf(DONE));
    }
}
