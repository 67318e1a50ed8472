package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolProperties;
import org.vexhost.api.ToolState;

/** Tools that bundles register as services, in a running framework. */
class FrameworkJavaToolTest extends FrameworkTestCase {

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
                        FrameworkJavaToolTest::onItsOwnThread);
        assertTrue(started.await(30, TimeUnit.SECONDS));
        CompletableFuture<Void> removal =
                CompletableFuture.runAsync(
                        registration::unregister, FrameworkJavaToolTest::onItsOwnThread);
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
