package org.vexhost.distribution.admin.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.distribution.host.FileTrust;

/**
 * Installs the operator's own bundles from the host's {@code bundles/}. Their code runs inside the
 * JVM. A new jar is installed and started, a changed jar updates its bundle, and the bundle of a
 * removed jar is uninstalled.
 *
 * <p>A bundle that the framework rejects or cannot start is tried again when another bundle
 * changes, because it may depend on that bundle or conflict with it. A jar that cannot be read is
 * tried again with every scan. A jar that is not an OSGi bundle is tried again when it changes.
 * Such jars do not affect other bundles or the running version of their own bundle.
 */
public final class BundleFolder {

    private static final Logger LOG = LoggerFactory.getLogger(BundleFolder.class);

    private static final long MAX_REFRESH_SECONDS = 30;

    private final BundleContext context;
    private final Path folder;
    private final FileTrust trust;
    private final FolderScan scan;
    private final Map<Path, Bundle> bundles = new TreeMap<>();
    private final Set<Path> refused = new TreeSet<>();
    private final Set<Bundle> waiting = new HashSet<>();
    private final Problems problems = new Problems();

    /**
     * Creates a folder of bundles. {@link #update} installs them.
     *
     * @param trust decides which jars may run
     * @param nanoTime a monotonic clock
     */
    public BundleFolder(
            BundleContext framework, Path folder, FileTrust trust, LongSupplier nanoTime) {
        this.trust = trust;
        context = framework;
        this.folder = folder;
        scan = new FolderScan(folder, name -> name.endsWith(".jar"), false, nanoTime);
    }

    /** Applies the changes since the last scan. */
    public void update() throws InterruptedException {
        FolderScan.Changes changes;
        try {
            changes = scan.next();
        } catch (IOException e) {
            if (problems.isNew(folder, e.toString())) {
                LOG.warn("folder '{}' cannot be read, its bundles stay [{}]", folder, e.toString());
            }
            return;
        }
        if (problems.solved(folder)) {
            LOG.info("folder '{}' can be read again", folder);
        }
        take(changes);
    }

    /** Lists the files in the next update, even if the times and sizes are as before. */
    void listAgain() {
        scan.listAgain();
    }

    /** Whether nothing happens until a file changes. */
    boolean isSettled() {
        return scan.isSettled();
    }

    private void take(FolderScan.Changes changes) throws InterruptedException {
        Set<Bundle> stale = new HashSet<>();
        boolean isMoved = false;
        for (Path jar : changes.removed()) {
            isMoved |= uninstall(jar, stale);
        }
        for (Path jar : changes.changed()) {
            isMoved |= install(jar, stale);
        }
        if (!isMoved) {
            return;
        }
        for (Path jar : Set.copyOf(refused)) {
            boolean ignored = install(jar, stale);
        }
        if (!stale.isEmpty()) {
            refresh(stale);
        }
        for (Bundle bundle : Set.copyOf(waiting)) {
            start(bundle);
        }
    }

    /** Installs or updates a bundle. Returns whether the framework accepted it. */
    private boolean install(Path jar, Set<Bundle> stale) {
        Bundle bundle = bundles.get(jar);
        refused.remove(jar);
        try {
            trust.require(jar);
            BundleCheck.check(jar);
            try (InputStream in = Files.newInputStream(jar)) {
                if (bundle == null) {
                    bundle = context.installBundle("vexhost-bundle:" + jar.getFileName(), in);
                    bundles.put(jar, bundle);
                    LOG.info("bundle '{}' is installed from '{}'", bundle, jar);
                } else {
                    replace(bundle, in);
                    stale.add(bundle);
                    LOG.info("bundle '{}' is updated from '{}'", bundle, jar);
                }
            }
            waiting.add(bundle);
            boolean ignored = problems.solved(jar);
            return true;
        } catch (ZipException e) {
            tell(jar, bundle, Problems.reason(e));
        } catch (IOException e) {
            if (problems.isNew(jar, Problems.text(e))) {
                tell(jar, bundle, Problems.text(e));
            }
            scan.again(jar);
        } catch (BundleException | IllegalStateException e) {
            String reason = Problems.reason(e);
            if (bundle != null) {
                tell(jar, bundle, reason);
            } else {
                // Only an installation is tried again. Each attempt to update would stop the
                // running bundle.
                refused.add(jar);
                if (problems.isNew(jar, reason)) {
                    tell(jar, null, reason);
                }
            }
        }
        return false;
    }

    private void replace(Bundle bundle, InputStream in) throws BundleException {
        boolean isRunning = isRunning(bundle);
        stop(bundle);
        try {
            bundle.update(in);
        } catch (BundleException | IllegalStateException e) {
            if (isRunning) {
                waiting.add(bundle);
                start(bundle);
            }
            throw e;
        }
    }

    /** Stops a bundle. If the bundle fails while it stops, it is stopped anyway. */
    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            LOG.warn("bundle '{}' failed while it stopped [{}]", bundle, Problems.reason(e));
        }
    }

    private static boolean isRunning(Bundle bundle) {
        return (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
    }

    private boolean uninstall(Path jar, Set<Bundle> stale) {
        refused.remove(jar);
        boolean ignored = problems.solved(jar);
        Bundle bundle = bundles.remove(jar);
        if (bundle == null) {
            return false;
        }
        waiting.remove(bundle);
        try {
            bundle.uninstall();
            stale.add(bundle);
            LOG.info("bundle '{}' is uninstalled", bundle);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("bundle '{}' cannot be uninstalled [{}]", bundle, Problems.reason(e));
        }
        return true;
    }

    private void start(Bundle bundle) {
        try {
            bundle.start();
            waiting.remove(bundle);
            LOG.info("bundle '{}' runs", bundle);
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("bundle '{}' cannot be started [{}]", bundle, Problems.reason(e));
        }
    }

    private void tell(Path jar, @Nullable Bundle before, String reason) {
        if (before == null) {
            LOG.warn("bundle '{}' cannot be installed [{}]", jar, reason);
        } else {
            LOG.warn(
                    "bundle '{}' cannot be updated from '{}', the version before {} [{}]",
                    before,
                    jar,
                    isRunning(before) ? "is still serving" : "stays",
                    reason);
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
}
