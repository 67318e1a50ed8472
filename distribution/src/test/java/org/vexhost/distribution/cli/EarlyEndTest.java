package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The end of a JVM that initializes itself")
class EarlyEndTest {

    private static final String NOT_LOGGED =
            "Runtime.exit(143) logging failed: Cannot invoke"
                    + " \"java.lang.Module.getClassLoader()\" because \"m\" is null\n";
    private static final String GAVE_UP =
            """
            Error occurred during initialization of VM
            java.lang.InternalError: Bad level: 2
            \tat jdk.internal.misc.VM.initLevel(java.base@25.0.3/VM.java:64)
            \tat java.lang.System.initPhase2(java.base@25.0.3/System.java:1941)

            """;

    @Test
    void isKnownByTheWordsOfTheJvm() {
        assertTrue(EarlyEnd.was(1, GAVE_UP));
        assertTrue(EarlyEnd.was(1, NOT_LOGGED + GAVE_UP));
        assertTrue(EarlyEnd.was(143, NOT_LOGGED));
    }

    @Test
    void isNotTheEndOfAProcessThatPrintedSomethingElse() {
        assertFalse(EarlyEnd.was(143, ""));
        assertFalse(EarlyEnd.was(143, NOT_LOGGED + "home: /tmp/x\n"));
        assertFalse(EarlyEnd.was(1, "vexhost: no memory\n" + GAVE_UP));
        assertFalse(EarlyEnd.was(134, GAVE_UP));
    }
}
