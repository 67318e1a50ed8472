package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
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
import org.vexhost.api.ToolListener;
import org.vexhost.api.ToolProperties;
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

/** Deployment in a running framework, with everything but the engine. */
@Timeout(120)
class FrameworkDeploymentTest {

    @TempDir Path home;
    private Framework framework;
    private BundleContext context;
    private Host host;

    /** What the component wires, on the system bundle. */
    private static final class Host implements HostConfiguration, ToolExecutor, AutoCloseable {
        private final HostSettings settings;
        private final LiveToolRegistry registry = new LiveToolRegistry();
        private final List<ServiceRegistration<?>> hooks;
        private final FrameworkToolBundles bundles;
        private final ToolServices services;
        private final ToolListeners listeners;
        private final Deployer deployer;
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

    private void startFramework() throws Exception {
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

    private void deploy(String name, String version) {
        TestModules.writePair(host.settings.toolsFolder(), name, version, "");
    }

    private Optional<ToolEntry> entry(String name) {
        return host.registry.find(name);
    }

    private void awaitActive(String name, String version) throws InterruptedException {
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

    private void awaitTrue(BooleanSupplier wanted) throws InterruptedException {
        Await.until(wanted, host.registry::all);
    }

    /** The bundle of a tool, which it may get a moment after it is called. */
    private Bundle toolBundle(String name) throws InterruptedException {
        awaitTrue(() -> context.getBundle("vexhost-tool:" + name) != null);
        return context.getBundle("vexhost-tool:" + name);
    }

    /** Who stops a bundle waits for the tool to follow, but not for ever. */
    private void awaitRefusal(String name, ErrorReason reason) throws InterruptedException {
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

    private Bundle runningBundle(String name) throws InterruptedException {
        Bundle bundle = toolBundle(name);
        awaitTrue(() -> bundle.getState() == Bundle.ACTIVE);
        return bundle;
    }

    private List<ServiceReference<Tool>> services(BundleContext asking) throws Exception {
        return List.copyOf(asking.getServiceReferences(Tool.class, null));
    }

    @Test
    void aToolIsABundleAndAService() throws Exception {
        deploy("text-stats", "1.2.3-beta");
        awaitActive("text-stats", "1.2.3-beta");
        Bundle bundle = toolBundle("text-stats");
        assertEquals("vexhost.tool.text-stats", bundle.getSymbolicName());
        assertEquals("1.2.3.beta", bundle.getVersion().toString());
        awaitTrue(() -> bundle.getState() == Bundle.ACTIVE);

        awaitTrue(() -> context.getServiceReference(Tool.class) != null);
        ServiceReference<Tool> reference = context.getServiceReference(Tool.class);
        assertEquals("text-stats", reference.getProperty(ToolProperties.NAME));
        assertEquals("1.2.3-beta", reference.getProperty(ToolProperties.VERSION));
        assertEquals("ACTIVE", reference.getProperty(ToolProperties.STATE));
        assertEquals("", reference.getProperty(ToolProperties.REASON));
        Instant since = Instant.parse((String) reference.getProperty(ToolProperties.SINCE));
        assertEquals(entry("text-stats").orElseThrow().since(), since);
        assertEquals(true, reference.getProperty(ToolProperties.MANAGED));
        Tool tool = context.getService(reference);
        assertTrue(tool.isAvailable());
        assertEquals(
                "{\"version\": \"1.2.3-beta\"}",
                tool.execute(ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test"))).text());
    }

    @Test
    void theServiceOfAToolSaysWhatBecameOfItsUpdate() throws Exception {
        deploy("a", "1.0");
        awaitActive("a", "1.0");
        awaitTrue(() -> context.getServiceReference(Tool.class) != null);
        ServiceReference<Tool> reference = context.getServiceReference(Tool.class);
        Instant before = Instant.parse((String) reference.getProperty(ToolProperties.SINCE));
        Files.writeString(host.settings.toolsFolder().resolve("a.tool.json"), "{\"nmae\": 1}");
        awaitTrue(() -> "FAILED".equals(reference.getProperty(ToolProperties.STATE)));
        assertEquals(
                "a.tool.json: /nmae is unknown (did you mean 'name'?); version 1.0 is still serving",
                reference.getProperty(ToolProperties.REASON));
        assertEquals("1.0", reference.getProperty(ToolProperties.VERSION));
        Instant since = Instant.parse((String) reference.getProperty(ToolProperties.SINCE));
        assertTrue(since.isAfter(before), () -> before + " " + since);
    }

    @Test
    void stopAndStartOfTheBundleDisableAndEnableTheTool() throws Exception {
        deploy("a", "1.0");
        awaitActive("a", "1.0");
        runningBundle("a").stop();
        awaitRefusal("a", ErrorReason.DISABLED);
        awaitTrue(() -> context.getServiceReference(Tool.class) == null);
        toolBundle("a").start();
        awaitActive("a", "1.0");
        awaitTrue(() -> context.getServiceReference(Tool.class) != null);
    }

    @Test
    void aStoppedBundleStaysStoppedAfterARestart() throws Exception {
        deploy("a", "1.0");
        deploy("b", "1.0");
        awaitActive("a", "1.0");
        awaitActive("b", "1.0");
        runningBundle("a").stop();
        stop();
        startFramework();
        awaitActive("b", "1.0");
        awaitTrue(() -> entry("a").filter(each -> each.state() == ToolState.DISABLED).isPresent());
        awaitRefusal("a", ErrorReason.DISABLED);
        toolBundle("a").start();
        awaitActive("a", "1.0");
    }

    @Test
    void aTransientStopDoesNotOutlastTheProcess() throws Exception {
        deploy("a", "1.0");
        awaitActive("a", "1.0");
        runningBundle("a").stop(Bundle.STOP_TRANSIENT);
        awaitRefusal("a", ErrorReason.DISABLED);
        stop();
        startFramework();
        awaitActive("a", "1.0");
    }

    @Test
    void anUninstalledBundleIsDisabledAndComesBackWhenEnabled() throws Exception {
        deploy("a", "1.0");
        awaitActive("a", "1.0");
        runningBundle("a").uninstall();
        awaitRefusal("a", ErrorReason.DISABLED);
        Thread.sleep(100);
        assertNull(context.getBundle("vexhost-tool:a"));
        host.deployer.admin().enable("a");
        awaitActive("a", "1.0");
        Bundle again = toolBundle("a");
        awaitTrue(() -> again.getState() == Bundle.ACTIVE);
    }

    @Test
    void anUpdateKeepsBundleAndLocationAndThereIsAlwaysAService() throws Exception {
        deploy("a", "1.0");
        awaitActive("a", "1.0");
        awaitTrue(() -> context.getServiceReference(Tool.class) != null);
        long id = toolBundle("a").getBundleId();
        CompletableFuture<Boolean> gap = new CompletableFuture<>();
        Thread watcher =
                new Thread(
                        () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                if (context.getServiceReference(Tool.class) == null) {
                                    gap.complete(true);
                                }
                            }
                            gap.complete(false);
                        });
        watcher.start();
        deploy("a", "2.0");
        awaitActive("a", "2.0");
        awaitTrue(
                () ->
                        "2.0"
                                .equals(
                                        context.getServiceReference(Tool.class)
                                                .getProperty(ToolProperties.VERSION)));
        watcher.interrupt();
        assertFalse(gap.get());
        assertEquals(id, toolBundle("a").getBundleId());
        awaitTrue(() -> context.getBundle(id).getVersion().toString().equals("2.0.0"));
    }

    @Test
    void aRemovedToolLeavesNoBundleAndNoService() throws Exception {
        deploy("a", "1.0");
        awaitActive("a", "1.0");
        Files.delete(host.settings.toolsFolder().resolve("a.wasm"));
        Files.delete(host.settings.toolsFolder().resolve("a.tool.json"));
        awaitTrue(() -> entry("a").isEmpty());
        awaitTrue(() -> context.getBundles().length == 1);
        awaitTrue(() -> context.getServiceReference(Tool.class) == null);
    }

    @Test
    void bundlesOfToolsThatWentWhileTheHostWasDownAreUninstalled() throws Exception {
        deploy("a", "1.0");
        awaitActive("a", "1.0");
        stop();
        Files.delete(host.settings.toolsFolder().resolve("a.wasm"));
        Files.delete(host.settings.toolsFolder().resolve("a.tool.json"));
        startFramework();
        awaitTrue(() -> context.getBundles().length == 1);
    }

    @Test
    void aJavaToolIsManagedAndItsRawServiceHidden() throws Exception {
        BundleContext provider = emptyBundle("provider");
        BundleContext asking = emptyBundle("asking");
        Tool raw = new RawTool();
        ServiceRegistration<Tool> registration = provider.registerService(Tool.class, raw, null);
        awaitActive("raw", "7");
        awaitTrue(() -> asking.getServiceReference(Tool.class) != null);
        List<ServiceReference<Tool>> seen = services(asking);
        assertEquals(1, seen.size());
        assertEquals(true, seen.get(0).getProperty(ToolProperties.MANAGED));
        assertNotSame(raw, asking.getService(seen.get(0)));
        assertEquals(
                "\"raw\"",
                asking.getService(seen.get(0))
                        .execute(ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")))
                        .text());
        assertTrue(services(provider).contains(registration.getReference()));

        registration.unregister();
        awaitTrue(() -> entry("raw").isEmpty());
        awaitTrue(() -> asking.getServiceReference(Tool.class) == null);
    }

    /** The common pool has one thread where there are two processors. */
    private static void onItsOwnThread(Runnable task) {
        new Thread(task, "beside").start();
    }

    @Test
    void aJavaToolIsThereUntilItsCallsHaveEnded() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ServiceFactory<Tool> factory =
                new ServiceFactory<>() {
                    @Override
                    public Tool getService(Bundle bundle, ServiceRegistration<Tool> registration) {
                        return new SlowTool(started, goOn);
                    }

                    @Override
                    public void ungetService(
                            Bundle bundle, ServiceRegistration<Tool> registration, Tool tool) {
                        order.add("released");
                    }
                };
        ServiceRegistration<Tool> registration =
                emptyBundle("provider").registerService(Tool.class, factory, null);
        awaitActive("slow", "1");
        CompletableFuture<Void> call =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                host.execute(
                                        "slow",
                                        ToolCall.of(Json.EMPTY_OBJECT, Caller.host("test")));
                                order.add("answered");
                            } catch (ToolException e) {
                                order.add(e.getMessage());
                            }
                        },
                        FrameworkDeploymentTest::onItsOwnThread);
        assertTrue(started.await(30, TimeUnit.SECONDS));
        CompletableFuture<Void> removal =
                CompletableFuture.runAsync(
                        registration::unregister, FrameworkDeploymentTest::onItsOwnThread);
        awaitTrue(
                () -> entry("slow").filter(each -> each.state() == ToolState.DRAINING).isPresent());
        assertEquals(List.of(), order);
        goOn.countDown();
        call.get(30, TimeUnit.SECONDS);
        removal.get(30, TimeUnit.SECONDS);
        assertEquals(List.of("answered", "released"), order);
        assertTrue(entry("slow").isEmpty());
    }

    @Test
    void aListenerHearsNothingOfARawTool() throws Exception {
        BundleContext provider = emptyBundle("provider");
        BundleContext asking = emptyBundle("asking");
        List<Object> heard = new CopyOnWriteArrayList<>();
        asking.addServiceListener(
                event ->
                        heard.add(
                                String.valueOf(
                                        event.getServiceReference()
                                                .getProperty(ToolProperties.MANAGED))),
                "(objectClass=" + Tool.class.getName() + ")");
        provider.registerService(Tool.class, new RawTool(), null);
        awaitActive("raw", "7");
        awaitTrue(() -> !heard.isEmpty());
        assertTrue(heard.stream().allMatch("true"::equals), heard::toString);
    }

    @Test
    void aListenerIsToldWhatThereIsAndOfEveryChange() throws Exception {
        deploy("early", "1.0");
        awaitActive("early", "1.0");
        BundleContext asking = emptyBundle("asking");
        List<String> heard = new CopyOnWriteArrayList<>();
        ToolListener listener =
                (before, after) -> {
                    heard.add(
                            before.map(each -> each.state().name()).orElse("none")
                                    + " > "
                                    + after.map(
                                                    each ->
                                                            "%s %s %s serving %s"
                                                                    .formatted(
                                                                            each.tool(),
                                                                            each.state(),
                                                                            each.reason(),
                                                                            each.servingVersion()
                                                                                    .orElse("-")))
                                            .orElse("gone"));
                    if (heard.size() == 1) {
                        throw new IllegalStateException("a listener that fails");
                    }
                };
        ServiceRegistration<ToolListener> registration =
                asking.registerService(ToolListener.class, listener, null);
        awaitTrue(() -> heard.contains("none > early ACTIVE  serving 1.0"));

        deploy("late", "1.0");
        awaitTrue(
                () -> heard.stream().anyMatch(each -> each.endsWith("> late ACTIVE  serving 1.0")));
        Files.writeString(host.settings.toolsFolder().resolve("late.tool.json"), "{}");
        awaitTrue(
                () ->
                        heard.stream()
                                .anyMatch(
                                        each ->
                                                each.contains("> late FAILED late.tool.json: ")
                                                        && each.endsWith(
                                                                "version 1.0 is still serving serving"
                                                                        + " 1.0")));
        Files.delete(host.settings.toolsFolder().resolve("late.tool.json"));
        Files.delete(host.settings.toolsFolder().resolve("late.wasm"));
        awaitTrue(() -> heard.get(heard.size() - 1).endsWith("> gone"));

        registration.unregister();
        int before = heard.size();
        deploy("unheard", "1.0");
        awaitActive("unheard", "1.0");
        assertEquals(before, heard.size());
    }

    private BundleContext emptyBundle(String name) throws Exception {
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

    private record SlowTool(CountDownLatch started, CountDownLatch goOn) implements Tool {
        @Override
        public ToolDefinition definition() {
            return ToolDefinition.of("slow", "1", "a test", Json.EMPTY_OBJECT);
        }

        @Override
        public Json execute(ToolCall call) {
            started.countDown();
            try {
                assertTrue(goOn.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Json.EMPTY_OBJECT;
        }
    }

    private static final class RawTool implements Tool {
        @Override
        public ToolDefinition definition() {
            return ToolDefinition.of("raw", "7", "a test", Json.EMPTY_OBJECT);
        }

        @Override
        public Json execute(ToolCall call) {
            return Json.parse("\"raw\"");
        }
    }
}
