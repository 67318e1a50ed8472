package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vexhost.loader.execute.FakeTools.call;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.loader.config.HostSettings;

/** An executor, and a registry in which a test puts what it calls. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ExecutorTestCase {

    static final SandboxLimits LIMITS = SandboxLimits.DEFAULTS;
    final FakeTools tools = new FakeTools();

    final RegistryToolExecutor executor =
            new RegistryToolExecutor(tools.registry, HostSettings.Admission.DEFAULTS);

    @AfterEach
    void close() {
        executor.close();
    }

    ToolError error(String tool, ToolCall call) {
        return assertThrows(ToolException.class, () -> executor.execute(tool, call)).error();
    }
}
