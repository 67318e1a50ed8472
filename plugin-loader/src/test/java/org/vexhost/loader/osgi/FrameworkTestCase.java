package org.vexhost.loader.osgi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.launch.Framework;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.api.ToolState;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.Deployer;
import org.vexhost.loader.deploy.TestFactories;
import org.vexhost.loader.deploy.TestModules;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolLease;

/** A running framework and what deploys into it: everything but the engine. */
@Timeout(120)
abstract class FrameworkTestCase {

    @TempDir Path home;
    Framework framework;
    BundleContext context;
    Host host;

    /** What the component wires, on the system bundle. */
    static final class Host implements HostConfiguration, ToolExecutor, AutoCloseable {
        final HostSettings settings;
        final LiveToolRegistry registry = new LiveToolRegistry();
        private final List<ServiceRegistration<?>> hooks;
        private final FrameworkToolBundles bundles;
        private final ToolServices services;
        private final ToolListeners listeners;
        final Deployer deployer;
        private final JavaToolTracker javaTools;

        Host(BundleContext context, Path home) {
            settings = HostSettings.defaultsFor(home);
            RawToolHooks raw = new RawToolHooks(context.getBundle());
            hooks =
                    List.of(
                            context.registerService(FindHook.class, raw, null),
                            context.registerService(EventListenerHook.class, raw, null));
            bundles = new FrameworkToolBundles(context);
            services = new ToolServices(context, registry, this);
            listeners = new ToolListeners(context, registry);
            deployer =
                    new Deployer(
                            this,
                            registry,
                            TestFactories.echoing(),
                            bundles,
                            HeapBudget.ofThisProcess(),
                            Clock.systemUTC());
            javaTools = new JavaToolTracker(context, raw, deployer);
            javaTools.open();
        }

        @Override
        public HostSettings current() {
            return settings;
        }

        @Override
        public Subscription subscribe(Consumer<HostSettings> listener) {
            return () -> {};
        }

        @Override
        public ToolResult execute(String tool, ToolCall call) throws ToolException {
            try (ToolLease lease = registry.acquire(tool)) {
                return ToolResult.builder(
                                lease.served().tool().execute(call),
                                tool,
                                lease.served().definition().version())
                        .artifactDigest(lease.served().digestText())
                        .build();
            }
        }

        @Override
        public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ToolDefinition> list() {
            return List.of();
        }

        @Override
        public void close() {
            bundles.close();
            deployer.close();
            javaTools.close();
            services.close();
            listeners.close();
            hooks.forEach(ServiceRegistration::unregister);
        }
    }

    @BeforeEach
    void start() throws Exception {
        startFramework();
    }

    void startFramework() throws Exception {
        framework =
                new FrameworkFactory()
                        .newFramework(
                                Map.of(
                                        Constants.FRAMEWORK_STORAGE,
                                        home.resolve("cache").toString(),
                                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                                        "org.vexhost.api;version=1.0.0"));
        framework.start();
        context = framework.getBundleContext();
        host = new Host(context, home);
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    void deploy(String name, String version) {
        TestModules.writePair(host.settings.toolsFolder(), name, version, "");
    }

    Optional<ToolEntry> entry(String name) {
        return host.registry.find(name);
    }

    void awaitActive(String name, String version) throws InterruptedException {
        awaitTrue(
                () ->
                        entry(name)
                                .filter(
                                        each ->
                                                each.state() == ToolState.ACTIVE
                                                        && each.version()
                                                                .orElse("")
                                                                .equals(version))
                                .isPresent());
    }

    void awaitTrue(BooleanSupplier wanted) throws InterruptedException {
        Await.until(wanted, host.registry::all);
    }

    /** The bundle of a tool, which it may get a moment after it is called. */
    Bundle toolBundle(String name) throws InterruptedException {
        awaitTrue(() -> context.getBundle("vexhost-tool:" + name) != null);
        return context.getBundle("vexhost-tool:" + name);
    }

    /** Who stops a bundle waits for the tool to follow, but not for ever. */
    void awaitRefusal(String name, ErrorReason reason) throws InterruptedException {
        awaitTrue(
                () -> {
                    try {
                        host.execute(name, ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")));
                        return false;
                    } catch (ToolException e) {
                        return e.error().reason() == reason;
                    }
                });
    }

    Bundle runningBundle(String name) throws InterruptedException {
        Bundle bundle = toolBundle(name);
        awaitTrue(() -> bundle.getState() == Bundle.ACTIVE);
        return bundle;
    }

    List<ServiceReference<Tool>> services(BundleContext asking) throws Exception {
        return List.copyOf(asking.getServiceReferences(Tool.class, null));
    }

    BundleContext emptyBundle(String name) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        manifest.getMainAttributes().putValue("Import-Package", "org.vexhost.api");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        Bundle bundle = context.installBundle(name, new ByteArrayInputStream(bytes.toByteArray()));
        bundle.start();
        return bundle.getBundleContext();
    }
}
