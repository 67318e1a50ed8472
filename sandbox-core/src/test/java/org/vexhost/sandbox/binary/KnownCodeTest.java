package org.vexhost.sandbox.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.sandbox.InvalidModuleException;

@DisplayName("A module whose code was validated before")
class KnownCodeTest {

    private static final ModuleLimits LIMITS = ModuleLimits.DEFAULT;

    /** The valid modules among the guests: of all proposals, and hostile ones. */
    private static List<ModuleLayout> guests() throws IOException {
        List<ModuleLayout> valid = new ArrayList<>();
        try (var files = Files.walk(Path.of("src/test/guests"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".wasm")).toList()) {
                try {
                    valid.add(ModuleLayout.of(Files.readAllBytes(file), LIMITS));
                } catch (InvalidModuleException ignored) {
                    // What is rejected has no facts.
                }
            }
        }
        return valid;
    }

    @Test
    void isScannedToTheSameLayoutWithoutItsBodies() throws Exception {
        List<ModuleLayout> guests = guests();
        for (ModuleLayout full : guests) {
            ModuleLayout known =
                    ModuleLayout.of(full.bytes(), LIMITS, layout -> Optional.of(full.codeFacts()));
            assertEquals(full.codeFacts(), known.codeFacts());
            assertEquals(full.facts(), known.facts());
            assertEquals(full.sections(), known.sections());
            assertEquals(full.referable(), known.referable());
            assertEquals(full.entries(), known.entries());
            assertEquals(full.tagCount(), known.tagCount());
            for (int i = 0; i < full.bodyCount(); i++) {
                assertEquals(full.body(i).from(), known.bodyOffset(i));
            }
            if (full.bodyCount() > 0) {
                assertFalse(known.hasBodies());
                assertThrows(IllegalStateException.class, () -> known.body(0));
            }
        }
        assertTrue(guests.stream().anyMatch(ModuleLayout::hasTailCalls));
        assertTrue(guests.stream().anyMatch(ModuleLayout::hasVectors));
        assertTrue(guests.stream().anyMatch(ModuleLayout::hasAtomics));
        assertTrue(guests.stream().anyMatch(ModuleLayout::hasExceptions));
    }

    @Test
    void isRejectedForTheRestOfItAsBefore() throws Exception {
        ModuleLayout full = guests().get(0);
        ModuleLimits strict = LIMITS.with("maxFunctions", 0);
        InvalidModuleException expected =
                assertThrows(
                        InvalidModuleException.class, () -> ModuleLayout.of(full.bytes(), strict));
        InvalidModuleException rejected =
                assertThrows(
                        InvalidModuleException.class,
                        () ->
                                ModuleLayout.of(
                                        full.bytes(),
                                        strict,
                                        layout -> Optional.of(full.codeFacts())));
        assertEquals(expected.getMessage(), rejected.getMessage());
    }

    @Test
    void isAskedForOnlyIfTheSectionsBeforeTheCodeAreAccepted() {
        byte[] cut = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 9};
        assertThrows(
                InvalidModuleException.class,
                () ->
                        ModuleLayout.of(
                                cut,
                                LIMITS,
                                layout -> {
                                    throw new AssertionError("asked");
                                }));
    }
}
