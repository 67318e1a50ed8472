package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.concurrent.ExecutionException;

@DisplayName("The thread that decides")
class ControlTest {

    @Test
    void outlivesWhateverAStepThrows() throws Exception {
        try (Control control = new Control()) {
            Thread before = control.call(Thread::currentThread);
            control.execute(
                    () -> {
                        throw new IllegalStateException("for a test");
                    });
            control.execute(
                    () -> {
                        throw new OutOfMemoryError("for a test");
                    });
            assertThrows(
                    ExecutionException.class,
                    () ->
                            control.call(
                                    () -> {
                                        throw new StackOverflowError("for a test");
                                    }));
            assertEquals(before, control.call(Thread::currentThread));
        }
    }
}
