package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolListener;
import org.vexhost.api.ToolProperties;
import org.vexhost.api.ToolState;

/** Deployment in a running framework, with everything but the engine. */
class FrameworkDeploymentTest extends FrameworkTestCase {

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
}
