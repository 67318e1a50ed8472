package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Reads the message with which a module is rejected, as a command and as a tool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RefusalTestCase {

    final WasmEngine engine =
            WasmEngine.builder().hostModule(new FakeWasi()).hostModule(new FakeVex()).build();

    @AfterAll
    void close() {
        engine.close();
    }

    String asCommand(byte[] module) {
        WasmCommand command = WasmCommand.builder().module(module).build();
        return messageOf(assertThrows(InvalidModuleException.class, () -> engine.exec(command)));
    }

    String asTool(byte[] module, Abi abi) {
        WasmToolSpec spec = Guests.spec("t", module).abi(abi).build();
        return messageOf(assertThrows(InvalidModuleException.class, () -> engine.prepare(spec)));
    }

    static String messageOf(InvalidModuleException thrown) {
        String message = String.valueOf(thrown.getMessage());
        assertEquals(thrown.fact() + thrown.hint().map(hint -> "; " + hint).orElse(""), message);
        return message;
    }

    void assertRefused(String message, byte[] module) {
        assertEquals(message, asCommand(module));
        assertEquals(message, asTool(module, Abi.COMMAND));
        assertEquals(message, asTool(module, Abi.VEX));
    }
}
