package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's {@code bundles/}: the operator's own code, run inside the JVM. A jar that appears is
 * installed and started, a new one in its place updates it, and one that goes is uninstalled. What
 * cannot start is tried again when anything in the folder changes: it may have missed another one.
 */
final class BundleFolder {

    private static final Logger LOG = LoggerFactory.getLogger(BundleFolder.class);

    private static final long MAX_REFRESH_SECONDS = 30;

    private final BundleContext context;
    private final FolderScan scan;
    private final Map<Path, Bundle> bundles = new TreeMap<>();
    private final Set<Bundle> waiting = new HashSet<>();

    BundleFolder(BundleContext framework, Path folder, LongSupplier nanoTime) {
        context = framework;
        scan = new FolderScan(folder, name -> name.endsWith(".jar"), false, nanoTime);
    }

    /** Takes in what changed. */
    void update() throws IOException, InterruptedException {
        FolderScan.Changes changes = scan.next();
        if (changes.changed().isEmpty() && changes.removed().isEmpty()) {
            return;
        }
        Set<Bundle> stale = new HashSet<>();
        for (Path jar : changes.removed()) {
            uninstall(jar, stale);
        }
        for (Path jar : changes.changed()) {
            install(jar, stale);
        }
        if (!stale.isEmpty()) {
            refresh(stale);
        }
        for (Bundle bundle : Set.copyOf(waiting)) {
            start(bundle);
        }
    }

    private void install(Path jar, Set<Bundle> stale) throws IOException {
        Bundle bundle = bundles.get(jar);
        try (InputStream in = Files.newInputStream(jar)) {
            if (bundle == null) {
                bundle = context.installBundle("vexhost-bundle:" + jar.getFileName(), in);
                bundles.put(jar, bundle);
                LOG.info("bundle '{}' is installed from '{}'", bundle, jar);
            } else {
                bundle.stop(Bundle.STOP_TRANSIENT);
                bundle.update(in);
                stale.add(bundle);
                LOG.info("bundle '{}' is updated from '{}'", bundle, jar);
            }
            waiting.add(bundle);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("bundle '{}' cannot be installed [{}]", jar, reason(e));
        }
    }

    private void uninstall(Path jar, Set<Bundle> stale) {
        Bundle bundle = bundles.remove(jar);
        if (bundle == null) {
            return;
        }
        waiting.remove(bundle);
        try {
            bundle.uninstall();
            stale.add(bundle);
            LOG.info("bundle '{}' is uninstalled", bundle);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("bundle '{}' cannot be uninstalled [{}]", bundle, reason(e));
        }
    }

    private void start(Bundle bundle) {
        try {
            bundle.start();
            waiting.remove(bundle);
            LOG.info("bundle '{}' runs", bundle);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("bundle '{}' cannot be started [{}]", bundle, reason(e));
        }
    }

    private void refresh(Set<Bundle> stale) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0)
                .adapt(FrameworkWiring.class)
                .refreshBundles(
                        stale,
                        event -> {
                            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                                done.countDown();
                            }
                        });
        if (!done.await(MAX_REFRESH_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("bundles were not refreshed within {} s", MAX_REFRESH_SECONDS);
        }
    }

    /** The framework's messages go over several lines where they list what is missing. */
    private static String reason(Exception e) {
        return List.of(String.valueOf(e.getMessage()).split("\\s+")).stream()
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
