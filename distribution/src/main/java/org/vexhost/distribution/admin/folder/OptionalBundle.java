package org.vexhost.distribution.admin.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle of the product that is installed while its settings ask for it. Until then, the host
 * does not read its jar. It is installed if the settings contain anything, unless they contain
 * {@code enabled = false}: so the bundle itself reports settings that are invalid.
 */
public final class OptionalBundle implements SynchronousConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(OptionalBundle.class);

    /** The bundle stops after the loader, which drains calls. */
    private static final int START_LEVEL = 5;

    private static final String SWITCH = "enabled";

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final String pid;
    private final Path folder;
    private final String jar;
    private final AtomicBoolean isChanged = new AtomicBoolean();
    private @Nullable Bundle bundle;
    private String problem = "";

    /**
     * Creates a bundle that is not installed. {@link #update} installs it.
     *
     * @param pid the PID of its settings
     * @param folder the folder of its jar
     * @param jar the beginning of the jar's name
     */
    public OptionalBundle(
            BundleContext framework,
            ConfigurationAdmin admin,
            String pid,
            Path folder,
            String jar) {
        context = framework;
        this.admin = admin;
        this.pid = pid;
        this.folder = folder;
        this.jar = jar;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (pid.equals(event.getPid())) {
            isChanged.set(true);
        }
    }

    /** Installs or uninstalls the bundle if the settings have changed. */
    public void update() {
        if (!isChanged.getAndSet(false)) {
            return;
        }
        boolean isDone = false;
        try {
            if (isWanted()) {
                install();
            } else {
                uninstall();
            }
            isDone = true;
            problem = "";
        } catch (IOException | InvalidSyntaxException | BundleException | IllegalStateException e) {
            tell(Problems.reason(e));
        } finally {
            if (!isDone) {
                isChanged.set(true);
            }
        }
    }

    /** Logs a problem unless it is the last one again; each update tries again. */
    private void tell(String now) {
        if (!now.equals(problem)) {
            LOG.error(
                    "settings '{}' have no effect, their bundle cannot be changed [{}]", pid, now);
            problem = now;
        }
    }

    private boolean isWanted() throws IOException, InvalidSyntaxException {
        Configuration @Nullable [] found = admin.listConfigurations("(service.pid=" + pid + ")");
        Dictionary<String, Object> values =
                found == null || found.length == 0 ? null : found[0].getProperties();
        return values != null
                && !"false".equals(String.valueOf(values.get(SWITCH)).strip())
                && Collections.list(values.keys()).stream().anyMatch(OptionalBundle::isSetting);
    }

    private static boolean isSetting(String key) {
        return !key.startsWith("service.") && !key.startsWith("felix.");
    }

    private void install() throws IOException, BundleException {
        Bundle installed = bundle;
        if (installed == null) {
            Path file =
                    find().orElseThrow(
                                    () ->
                                            new IOException(
                                                    "'%s' lacks %s*.jar".formatted(folder, jar)));
            installed = context.installBundle("reference:" + file.toUri());
            bundle = installed;
            installed.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
        }
        if (installed.getState() == Bundle.ACTIVE) {
            return;
        }
        installed.start();
        LOG.info("bundle '{}' is installed, because settings '{}' ask for it", installed, pid);
    }

    private Optional<Path> find() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, jar + "*.jar")) {
            var each = files.iterator();
            return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
        }
    }

    private void uninstall() throws BundleException {
        Bundle installed = bundle;
        if (installed != null) {
            installed.uninstall();
            bundle = null;
            LOG.info(
                    "bundle '{}' is uninstalled, because settings '{}' do not ask for it",
                    installed,
                    pid);
        }
    }
}
