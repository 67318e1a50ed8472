package org.vexhost.distribution.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;

class GogoShellTest {

    @Test
    void anErrorIsOneLineThatDrivesNoTerminal() {
        ToolError error =
                ToolError.of(ErrorReason.TRAP, "a", "Tool 'a' trapped [\u001b[2J\nC:\\u000a]");
        assertEquals(
                "EXECUTION_FAILED/TRAP: Tool 'a' trapped [\\u001b[2J\\u000aC:\\u000a]",
                GogoShell.line(error));
    }
}
