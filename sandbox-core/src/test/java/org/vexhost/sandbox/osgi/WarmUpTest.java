package org.vexhost.sandbox.osgi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.WasmEngine;

@DisplayName("The tool that the engine warms up with")
class WarmUpTest {

    @Test
    void isAcceptedWithAnyNumber() throws Exception {
        byte[] module = WarmUp.module();
        assertTrue(module.length > 50_000, () -> module.length + " bytes");
        try (WasmEngine engine = WasmEngine.builder().memoryPoolBytes(0).build()) {
            for (int number : new int[] {0, WarmUp.ROUNDS - 1}) {
                byte[] numbered = WarmUp.numbered(module, number);
                assertDoesNotThrow(() -> WarmUp.prepare(engine, numbered));
            }
        }
    }
}
