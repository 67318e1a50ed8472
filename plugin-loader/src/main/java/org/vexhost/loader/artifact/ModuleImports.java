package org.vexhost.loader.artifact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the imports of a module, for display. It reads only the import section, because the engine
 * has already validated the module.
 */
public final class ModuleImports {

    private static final int HEADER_BYTES = 8;
    private static final int IMPORT_SECTION = 2;
    private static final int FUNCTION = 0;

    private final byte[] module;
    private int at;

    private ModuleImports(byte[] module, int at) {
        this.module = module;
        this.at = at;
    }

    /**
     * Returns the functions that a valid module imports, as {@code MODULE.NAME}. The names are not
     * escaped.
     *
     * @throws IndexOutOfBoundsException if the module is not valid
     */
    public static List<String> of(byte[] module) {
        ModuleImports sections = new ModuleImports(module, HEADER_BYTES);
        while (sections.at < module.length) {
            int id = sections.module[sections.at++];
            int length = sections.readNumber();
            if (id == IMPORT_SECTION) {
                return sections.read();
            }
            sections.at = Math.addExact(sections.at, length);
        }
        return List.of();
    }

    private List<String> read() {
        int count = readNumber();
        List<String> imports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            imports.add(readName() + "." + readName());
            if (module[at++] != FUNCTION) {
                // Modules with imports of another kind are never deployed.
                break;
            }
            int ignored = readNumber();
        }
        return imports;
    }

    private String readName() {
        int length = readNumber();
        String name = new String(module, at, length, StandardCharsets.UTF_8);
        at += length;
        return name;
    }

    private int readNumber() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = module[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
