package org.vexhost.loader.deploy.bundle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.files.FileWriter;

@DisplayName("The thread that makes bundles")
class BundleSynchronizerTest {

    @TempDir Path home;

    /** Uninstalling the bundle of one tool finds no thread, twice; that of another works. */
    private static final class Starving implements ToolBundles {

        final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
        final CountDownLatch starved = new CountDownLatch(1);
        final CountDownLatch other = new CountDownLatch(1);
        final CountDownLatch recovered = new CountDownLatch(1);

        @Override
        public void listen(Listener listener) {}

        @Override
        public void put(Content content, Run run) {}

        @Override
        public void uninstall(String tool) {
            int count = tries.computeIfAbsent(tool, name -> new AtomicInteger()).incrementAndGet();
            if (!tool.equals("starved")) {
                other.countDown();
            } else if (count <= 2) {
                starved.countDown();
                throw new OutOfMemoryError("unable to create native thread");
            } else {
                recovered.countDown();
            }
        }

        @Override
        public void retain(Set<String> tools) {}
    }

    @Test
    void anErrorKeepsNoOtherBundleWaitingAndIsTriedAgainAfterAPause() throws Exception {
        Starving bundles = new Starving();
        HostState state = new HostState(home, FileWriter.ATOMIC, Runnable::run);
        BundleSynchronizer synchronizer = new BundleSynchronizer(bundles, state, () -> false);
        try {
            synchronizer.gone("starved");
            assertTrue(bundles.starved.await(1, TimeUnit.MINUTES));
            synchronizer.gone("other");
            assertTrue(bundles.other.await(1, TimeUnit.MINUTES));
            int tries = bundles.tries.get("starved").get();
            assertTrue(tries <= 2, () -> tries + " tries without a pause");
            assertTrue(bundles.recovered.await(1, TimeUnit.MINUTES));
        } finally {
            synchronizer.close();
        }
    }
}
