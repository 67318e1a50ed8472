package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is known of a module without compiling it:")
class ModuleInfoTest {

    private static byte[] withSection(byte[] module, String name, String contents) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] contentBytes = contents.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(module);
        out.write(0);
        out.write(1 + nameBytes.length + contentBytes.length);
        out.write(nameBytes.length);
        out.writeBytes(nameBytes);
        out.writeBytes(contentBytes);
        return out.toByteArray();
    }

    @Test
    void importsAndExportsWithTheirTypes() throws Exception {
        ModuleInfo info = ModuleInfo.read(Guests.hostile("command-echo"));
        assertTrue(
                info.imports()
                        .contains(
                                new ModuleInfo.Import(
                                        "wasi_snapshot_preview1",
                                        "fd_write",
                                        "(i32, i32, i32, i32) -> (i32)")),
                info.imports()::toString);
        assertEquals(
                List.of(
                        new ModuleInfo.Export("memory", "memory", ""),
                        new ModuleInfo.Export("_start", "function", "() -> ()")),
                info.exports());
        assertEquals(0, info.minTableElements());
        assertTrue(info.minMemoryBytes() >= 65536);
    }

    @Test
    void itsChecksum() throws Exception {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                ModuleInfo.sha256(new byte[0]));
        byte[] echo = Guests.example("echo");
        assertEquals(ModuleInfo.sha256(echo), ModuleInfo.read(echo).sha256());
    }

    @Test
    void theFirstCustomSectionOfAName() throws Exception {
        byte[] one = withSection(Guests.example("echo"), "vexhost.tool", "{\"name\":\"x\"}");
        ModuleInfo info = ModuleInfo.read(one);
        assertArrayEquals(
                "{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8),
                info.customSection("vexhost.tool").orElseThrow());
        assertEquals(1, info.countCustomSections("vexhost.tool"));
        ModuleInfo two = ModuleInfo.read(withSection(one, "vexhost.tool", "{}"));
        assertEquals(2, two.countCustomSections("vexhost.tool"));
        assertEquals(Optional.empty(), two.customSection("other"));
    }

    @Test
    void thatItIsNone() {
        InvalidModuleException thrown =
                assertThrows(
                        InvalidModuleException.class,
                        () -> ModuleInfo.read("text".getBytes(StandardCharsets.UTF_8)));
        assertEquals(InvalidModuleException.Reason.MALFORMED, thrown.reason());
    }

    @Test
    void howItLooksMetered() throws Exception {
        byte[] echo = Guests.example("echo");
        byte[] metered = ModuleMeter.meter(echo, Optional.of("fuel"));
        ModuleInfo info = ModuleInfo.read(metered);
        assertTrue(
                info.exports().contains(new ModuleInfo.Export("fuel", "global", "")),
                info.exports()::toString);
        assertEquals(ModuleInfo.read(echo).imports(), info.imports());
        assertFalse(
                ModuleInfo.read(ModuleMeter.meter(echo, Optional.empty())).exports().stream()
                        .anyMatch(export -> export.kind().equals("global")));
        assertThrows(
                InvalidModuleException.class, () -> ModuleMeter.meter(echo, Optional.of("memory")));
    }
}
