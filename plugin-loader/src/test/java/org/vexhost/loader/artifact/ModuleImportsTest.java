package org.vexhost.loader.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexhost.loader.deploy.TestModules;

class ModuleImportsTest {

    @Test
    void aModuleWithoutImportsHasNone() {
        assertEquals(List.of(), ModuleImports.of(TestModules.module("a text")));
    }

    @Test
    void functionsAreNamedInTheirOrder() {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        section.write(2);
        for (String name : List.of("wasi_snapshot_preview1", "fd_write", "vex", "l\u00fcg")) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            section.write(utf8.length);
            section.writeBytes(utf8);
            if (name.equals("fd_write") || name.startsWith("l")) {
                // A function of type 300.
                section.writeBytes(new byte[] {0, (byte) 0xac, 2});
            }
        }
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        module.writeBytes(TestModules.module("before"));
        module.write(2);
        module.write(section.size());
        module.writeBytes(section.toByteArray());
        assertEquals(
                List.of("wasi_snapshot_preview1.fd_write", "vex.l\u00fcg"),
                ModuleImports.of(module.toByteArray()));
    }
}
