package org.vexhost.distribution.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles that the product is made of. They are run from where they lie, not copied.
 *
 * <p>Start levels say who is there first and, in the other direction, who goes last: configuration
 * before whatever is configured; the administration socket before the tools, so that it can hand
 * out the answers of the last calls while the tools drain.
 */
final class SystemBundles {

    /** The level at which everything runs. */
    static final int FINAL_LEVEL = 10;

    private static final int LIBRARIES = 2;

    private static final String ADMINISTRATION = "org.vexhost.distribution.admin";

    private final BundleContext context;
    private final Path folder;
    private final Path compiled;

    /**
     * In one framework.
     *
     * @param folder where their jars are
     * @param compiled where the engine keeps what it compiled
     */
    SystemBundles(BundleContext context, Path folder, Path compiled) {
        this.context = context;
        this.folder = folder;
        this.compiled = compiled;
    }

    /**
     * Installs all, resolves them and marks them for starting; none starts before the framework
     * does.
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
        // What cannot be resolved is told by whoever checks that all is there.
        context.getBundle(Constants.SYSTEM_BUNDLE_ID)
                .adapt(FrameworkWiring.class)
                .resolveBundles(bundles);
        Preloading.begin(bundles, compiled);
    }

    /**
     * The administration bundle checks all others; who checks it is the launcher.
     *
     * @throws LaunchException if it does not run
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
            case "org.vexhost.sandbox", "org.vexhost.wasi", "org.vexhost.http" -> 5;
            case "org.apache.felix.http.jetty12" -> 6;
            // Goes after the loader, so that answers of calls that drain still go out.
            case "org.vexhost.gateway" -> 8;
            case "org.vexhost.loader" -> FINAL_LEVEL;
            default -> LIBRARIES;
        };
    }

    /**
     * Fragments cannot be started. The line-editing shell must not be: its activator takes the
     * process's terminal, and the administration bundle uses its classes instead.
     */
    private static boolean isStarted(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null
                && !"org.apache.felix.gogo.jline".equals(bundle.getSymbolicName())
                && (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT)
                        == 0;
    }
}
