package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Grant;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;

/** A host, and a tool that asks for a variable of the environment. */
@Timeout(120)
abstract class GrantsTestCase extends DeploymentTestCase {

    static final String WANTS_LANG = "\"capabilities\": {\"environment\": [\"LANG\"]},";
    static final Grant LANG = new Grant.Environment("LANG");

    ToolError refusal(String name) {
        return assertThrows(ToolException.class, () -> host.call(name)).error();
    }

    void deployGranted() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        host.await("a.tool.json", ToolState.BLOCKED);
        host.admin().grant("a", List.of(LANG), Optional.empty(), Optional.empty());
        host.awaitActive("a.tool.json", "1.0");
    }
}
