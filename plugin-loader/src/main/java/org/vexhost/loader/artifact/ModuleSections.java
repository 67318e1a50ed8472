package org.vexhost.loader.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.vexhost.loader.artifact.Defect.Kind;
import org.vexhost.sandbox.ModuleInfo;

/**
 * Reads the sections of a module. It checks that the file is a module and that the last section
 * ends where the file ends, which is not so for an incomplete copy. It also finds the custom
 * section with the descriptor. It ignores the contents of all other sections.
 */
final class ModuleSections {

    /** The name of the custom section that makes a module a single-file tool. */
    static final String DESCRIPTOR_SECTION = "vexhost.tool";

    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final int MAX_SECTIONS = 100_000;

    private final byte[] module;
    private final String name;
    private int at;

    private ModuleSections(byte[] module, String name) {
        this.module = module;
        this.name = name;
    }

    /**
     * Finds the descriptor section, and checks the other sections on the way.
     *
     * @param module the file's bytes
     * @param name the file's name, for messages
     * @return the content of the custom section {@code vexhost.tool}; empty if absent
     * @throws ArtifactException if the file is not a module, ends early, or has two such sections
     */
    static Optional<byte[]> descriptorIn(byte[] module, String name) throws ArtifactException {
        return new ModuleSections(module, name).walk();
    }

    private Optional<byte[]> walk() throws ArtifactException {
        requireHeader();
        Optional<byte[]> found = Optional.empty();
        for (int count = 0; at < module.length; count++) {
            if (count == MAX_SECTIONS) {
                throw refused("has more than %d sections".formatted(MAX_SECTIONS));
            }
            int id = module[at++];
            int end = end(readLength());
            if (id == 0) {
                Optional<byte[]> content = descriptor(end);
                if (content.isPresent() && found.isPresent()) {
                    throw refused("has two sections '%s'".formatted(DESCRIPTOR_SECTION));
                }
                found = content.isPresent() ? content : found;
            }
            at = end;
        }
        return found;
    }

    private void requireHeader() throws ArtifactException {
        Optional<String> foreign = ModuleInfo.foreignFormat(module);
        if (foreign.isPresent()) {
            // An empty file counts as incomplete, because a copy starts with an empty file.
            throw new ArtifactException(
                    module.length == 0 ? Kind.CUT_SHORT : Kind.REFUSED,
                    "module '%s' %s".formatted(name, foreign.get()));
        }
        int length = Math.min(module.length, HEADER.length);
        if (!Arrays.equals(module, 0, length, HEADER, 0, length)) {
            throw refused("is not a WebAssembly module");
        }
        if (length < HEADER.length) {
            throw cutShort();
        }
        at = HEADER.length;
    }

    private Optional<byte[]> descriptor(int end) throws ArtifactException {
        int start = at;
        int length = readLength();
        if (length > end - at) {
            throw refused("has a custom section with a wrong length [offset %d]".formatted(start));
        }
        String section = new String(module, at, length, StandardCharsets.UTF_8);
        return section.equals(DESCRIPTOR_SECTION)
                ? Optional.of(Arrays.copyOfRange(module, at + length, end))
                : Optional.empty();
    }

    private int end(int length) throws ArtifactException {
        if (length > module.length - at) {
            throw cutShort();
        }
        return at + length;
    }

    private int readLength() throws ArtifactException {
        int start = at;
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (at == module.length) {
                throw cutShort();
            }
            byte next = module[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                if (value > Integer.MAX_VALUE) {
                    break;
                }
                return (int) value;
            }
        }
        throw refused("has a length out of range [offset %d]".formatted(start));
    }

    private ArtifactException cutShort() {
        return new ArtifactException(
                Kind.CUT_SHORT, "module '%s' ends early [%d bytes]".formatted(name, module.length));
    }

    private ArtifactException refused(String fact) {
        return new ArtifactException(Kind.REFUSED, "module '%s' %s".formatted(name, fact));
    }
}
