package org.vexhost.distribution.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.vexhost.loader.config.HostConfigurationComponent;
import org.vexhost.loader.config.HostSettings;

@DisplayName("The launcher")
class HostLauncherTest {

    @TempDir Path home;

    /** What the loader makes of a setting. */
    private Duration drain(Duration set) {
        BundleContext context =
                (BundleContext)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {BundleContext.class},
                                (proxy, method, arguments) -> home.toString());
        return new HostConfigurationComponent(context, Map.of("drainTimeoutMillis", set.toMillis()))
                .current()
                .deployment()
                .drainTimeout();
    }

    @Test
    void waitsLongerThanTheLongestDrainThatMayBeSetTwice() {
        assertEquals(HostLauncher.MAX_DRAIN, drain(HostLauncher.MAX_DRAIN));
        assertEquals(
                HostSettings.Deployment.DEFAULTS.drainTimeout(),
                drain(HostLauncher.MAX_DRAIN.plusMillis(1)),
                "refused");
        assertTrue(
                HostLauncher.MAX_STOP.compareTo(HostLauncher.MAX_DRAIN.multipliedBy(2)) > 0,
                HostLauncher.MAX_STOP::toString);
    }
}
