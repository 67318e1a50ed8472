package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of the product. They run from their folder and are not copied.
 *
 * <p>Start levels set the order of start, and in reverse the order of stop. Configuration starts
 * before the bundles that it configures. The administration socket starts before the tools, so that
 * it can deliver the results of the last calls while the tools drain.
 */
final class SystemBundles {

    /** The level at which all bundles run. */
    static final int FINAL_LEVEL = 10;

    private static final int LIBRARIES = 2;

    private static final Set<String> NOT_STARTED =
            Set.of("org.apache.felix.gogo.jline", "org.apache.aries.spifly.dynamic.bundle");

    private static final String ADMINISTRATION = "org.vexhost.distribution.admin";

    private final BundleContext context;
    private final Path folder;
    private final Path compiled;

    /**
     * Creates the bundles of one framework.
     *
     * @param folder folder of their jars
     * @param compiled folder of compiled modules
     */
    SystemBundles(BundleContext context, Path folder, Path compiled) {
        this.context = context;
        this.folder = folder;
        this.compiled = compiled;
    }

    /**
     * Installs and resolves all bundles, and marks them for starting. No bundle starts before the
     * framework does.
     */
    void install() throws LaunchException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars()) {
            try {
                Bundle bundle = context.installBundle("reference:" + jar.toUri());
                if (bundle.getSymbolicName() == null) {
                    throw new LaunchException("system bundle '%s' is not a bundle".formatted(jar));
                }
                bundles.add(bundle);
            } catch (BundleException e) {
                throw new LaunchException(
                        "system bundle '%s' cannot be installed [%s]".formatted(jar, e), e);
            }
        }
        for (Bundle bundle : bundles) {
            bundle.adapt(BundleStartLevel.class).setStartLevel(levelOf(bundle.getSymbolicName()));
            if (isStarted(bundle)) {
                try {
                    bundle.start();
                } catch (BundleException e) {
                    throw new LaunchException(
                            "system bundle '%s' cannot be started [%s]"
                                    .formatted(bundle.getSymbolicName(), e),
                            e);
                }
            }
        }
        // The start-up check of the administration bundle reports bundles that cannot be resolved.
        context.getBundle(Constants.SYSTEM_BUNDLE_ID)
                .adapt(FrameworkWiring.class)
                .resolveBundles(bundles);
        Preloading.begin(bundles, compiled);
    }

    /**
     * Fails unless the administration bundle runs. That bundle checks all others.
     *
     * @throws LaunchException if the bundle does not run
     */
    void requireAdministration() throws LaunchException {
        for (Bundle bundle : context.getBundles()) {
            if (ADMINISTRATION.equals(bundle.getSymbolicName())) {
                try {
                    bundle.start(Bundle.START_TRANSIENT);
                    return;
                } catch (BundleException e) {
                    throw new LaunchException(
                            "bundle '%s' does not start [%s]"
                                    .formatted(
                                            ADMINISTRATION,
                                            String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
                            e);
                }
            }
        }
        throw new LaunchException("distribution lacks bundle '%s'".formatted(ADMINISTRATION));
    }

    private List<Path> jars() throws LaunchException {
        if (!Files.isDirectory(folder)) {
            throw new LaunchException(
                    "distribution lacks its bundles [no folder '%s']".formatted(folder));
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException e) {
            throw new LaunchException("'%s' cannot be read [%s]".formatted(folder, e), e);
        }
        Collections.sort(jars);
        return jars;
    }

    private static int levelOf(String name) {
        return switch (name) {
            case "org.apache.felix.configadmin" -> 1;
            case ADMINISTRATION -> 3;
            case "org.apache.felix.gogo.runtime",
                    "org.apache.felix.gogo.command",
                    "org.apache.felix.scr" ->
                    4;
            // Audit is there before whatever makes changes.
            case "org.vexhost.audit", "org.vexhost.wasi", "org.vexhost.http" -> 5;
            // The engine starts after the host functions, since it starts again if one is added.
            case "org.vexhost.sandbox", "org.apache.felix.http.jetty12" -> 6;
            // Stops after the loader, so that the results of drained calls are still delivered.
            case "org.vexhost.gateway" -> 8;
            case "org.vexhost.loader" -> FINAL_LEVEL;
            default -> LIBRARIES;
        };
    }

    /**
     * Whether a bundle is started. Fragments cannot be started. The bundle of the line-editing
     * shell must not be started, since its activator takes over the terminal; the administration
     * bundle only uses its classes. The mediator of service loaders is started when a listener asks
     * for HTTP/2, since it makes every start slower.
     */
    private static boolean isStarted(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null
                && !NOT_STARTED.contains(bundle.getSymbolicName())
                && (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT)
                        == 0;
    }
}
