package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.javatool.JavaTool;
import org.vexhost.loader.registry.ServedTool;

@DisplayName("A tool written in Java")
@Timeout(60)
class JavaToolDeploymentTest extends DeploymentTestCase {

    private static final String BUNDLE = "bundle 7 (x) service 1";

    private record Asked(Supplier<ToolDefinition> answer, Duration timeout) implements Tool {
        @Override
        public ToolDefinition definition() {
            return answer.get();
        }

        @Override
        public Json execute(ToolCall call) {
            return call.arguments();
        }
    }

    private static ToolDefinition definition(String schema) {
        return ToolDefinition.of("j", "1.0", "a test", Json.parse(schema));
    }

    private void add(Supplier<ToolDefinition> answer) {
        add(answer, Tool.DEFAULT_TIMEOUT);
    }

    private void add(Supplier<ToolDefinition> answer, Duration timeout) {
        host.deployer.add(new JavaTool(BUNDLE, new Asked(answer, timeout)));
    }

    private String failure() throws InterruptedException {
        return host.await(BUNDLE, ToolState.FAILED).reason();
    }

    @Test
    void isShownUntilItSaysWhatItIs() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        add(
                () -> {
                    try {
                        assertTrue(answer.await(30, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return definition("{}");
                });
        assertEquals(
                "the tool has not provided its definition yet",
                host.await(BUNDLE, ToolState.WAITING).reason());
        answer.countDown();
        host.awaitActive(BUNDLE, "1.0");
        assertEquals("{}", host.call("j"));
    }

    @Test
    void withABrokenSchemaIsRefusedWithTheReason() throws Exception {
        add(() -> definition("{\"type\": \"objekt\"}"));
        assertEquals("/parameters schema member '/type' is not a type or types", failure());
    }

    @Test
    void thatThrowsAnythingWhenItIsAskedIsRefusedWithTheReason() throws Exception {
        add(
                () -> {
                    throw new AssertionError("not\nme");
                });
        assertEquals(
                "the tool failed to provide its definition"
                        + " [java.lang.AssertionError: not\\u000ame]",
                failure());
    }

    @Test
    void runsWithinTheHostsLimits() throws Exception {
        host.close();
        HostSettings defaults = HostSettings.defaultsFor(home);
        host =
                new TestHost(
                        new HostSettings(
                                home,
                                defaults.toolsFolder(),
                                SandboxLimits.builder()
                                        .maxInputBytes(100)
                                        .maxOutputBytes(900)
                                        .build(),
                                SandboxLimits.CEILINGS.toBuilder()
                                        .timeout(Duration.ofSeconds(7))
                                        .maxOutputBytes(200)
                                        .build(),
                                defaults.deployment(),
                                defaults.admission()));
        add(() -> definition("{}"), Duration.ofHours(1));
        ServedTool served = host.awaitActive(BUNDLE, "1.0").serving().orElseThrow();
        assertEquals(Duration.ofSeconds(7), served.limits().timeout());
        assertEquals(100, served.limits().maxInputBytes());
        assertEquals(200, served.limits().maxOutputBytes());
    }
}
