package org.vexhost.distribution.launch;

import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.Constants;
import org.vexhost.distribution.host.BuildInfo;
import org.vexhost.distribution.host.HostHome;

/** The properties with which the framework starts. Bundles can read them too. */
final class FrameworkConfiguration {

    /** The home's path. */
    static final String HOME_PROPERTY = "vexhost.home";

    /**
     * The version of the packages that the administration bundle imports from the launcher.
     * Launcher and bundle are always from the same distribution.
     */
    private static final String OWN_PACKAGES_VERSION = "1.0.0";

    private FrameworkConfiguration() {}

    static Map<String, Object> of(HostHome home, BuildInfo build) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(HOME_PROPERTY, home.root().toString());
        properties.put("vexhost.version", build.version());

        // The cache is cleared at each start, so that the host runs exactly the bundles in its
        // folders.
        properties.put(Constants.FRAMEWORK_STORAGE, home.run().resolve("framework").toString());
        properties.put(
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(
                Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                Integer.toString(SystemBundles.FINAL_LEVEL));
        properties.put(
                FelixConstants.BUNDLE_STARTLEVEL_PROP, Integer.toString(SystemBundles.FINAL_LEVEL));
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, sharedPackages(build));

        properties.put(FelixConstants.LOG_LOGGER_PROP, new FrameworkLog());
        properties.put(FelixConstants.LOG_LEVEL_PROP, "2");
        // Without this, the HTTP server would open 0.0.0.0:8080 before its settings are read.
        properties.put("org.apache.felix.http.require.config", "true");
        // There are few bundles. A resolver with several threads fails if no thread can be started.
        properties.put("felix.resolver.parallelism", "1");
        // Bundles do not need URL schemes, and a JVM can have only one handler factory.
        properties.put(FelixConstants.SERVICE_URLHANDLERS_PROP, "false");
        return properties;
    }

    /**
     * Returns the packages that bundles import from the launcher's class path. Launcher and bundles
     * therefore share one logging API and one log.
     */
    private static String sharedPackages(BuildInfo build) {
        String slf4j = ";version=\"" + build.slf4jVersion() + "\",";
        String own = ";version=\"" + OWN_PACKAGES_VERSION + "\"";
        return "org.slf4j"
                + slf4j
                + "org.slf4j.event"
                + slf4j
                + "org.slf4j.helpers"
                + slf4j
                + "org.slf4j.spi"
                + slf4j
                + "org.vexhost.distribution.host"
                + own
                + ",org.vexhost.distribution.protocol"
                + own;
    }
}
