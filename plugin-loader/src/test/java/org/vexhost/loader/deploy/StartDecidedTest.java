package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;

@DisplayName("What was there at the start is decided")
@Timeout(120)
class StartDecidedTest extends DeploymentTestCase {

    @Test
    void whenNothingWasThere() throws Exception {
        host.awaitTrue(host.deployer::isStartDecided);
    }

    @Test
    void whenTheLastOfItServesOrWasRejected() throws Exception {
        TestModules.writePair(host.tools, "quick", "1", "");
        TestModules.writePair(host.tools, "slow", "7", "");
        host.close();
        host = new TestHost(home, Set.of("7"));
        host.awaitActive("quick.tool.json", "1");
        host.awaitTrue(() -> host.factory.begun.contains("7"));
        assertFalse(host.deployer.isStartDecided());
        host.factory.held.clear();
        host.awaitTrue(host.deployer::isStartDecided);
        host.awaitActive("slow.tool.json", "7");
    }

    @Test
    void untilThenAnUnknownNameMayBeThatOfAToolWhichIsStillRead() throws Exception {
        TestModules.writePair(host.tools, "slow", "7", "");
        host.close();
        host = new TestHost(home, Set.of("7"));
        host.awaitTrue(() -> host.factory.begun.contains("7"));
        assertEquals(ErrorReason.DEPLOYING, reasonOf("unknown"));
        host.factory.held.clear();
        host.awaitTrue(host.deployer::isStartDecided);
        assertEquals(ErrorReason.NO_SUCH_TOOL, reasonOf("unknown"));
    }

    private ErrorReason reasonOf(String name) {
        return assertThrows(ToolException.class, () -> host.registry.acquire(name))
                .error()
                .reason();
    }

    @Test
    void forGoodWhateverComesLater() throws Exception {
        host.awaitTrue(host.deployer::isStartDecided);
        host.factory.held.add("7");
        TestModules.writePair(host.tools, "slow", "7", "");
        host.awaitTrue(() -> host.factory.begun.contains("7"));
        assertTrue(host.deployer.isStartDecided());
        host.factory.held.clear();
    }
}
