package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.ToolDescriptor;

/**
 * Knows which module a descriptor names, and reads each descriptor once for it. One that cannot be
 * read names none: it is judged when the tool is read.
 */
final class DescriptorPeek {

    private record Seen(FileState state, Optional<String> name, Optional<String> module) {}

    private Map<Path, Seen> before = new HashMap<>();
    private Map<Path, Seen> now = new HashMap<>();

    void begin() {
        before = now;
        now = new HashMap<>();
    }

    void end() {
        before = Map.of();
    }

    Optional<String> module(FileLook descriptor) {
        return look(descriptor).flatMap(Seen::module);
    }

    Optional<String> name(FileLook descriptor) {
        return look(descriptor).flatMap(Seen::name);
    }

    private Optional<Seen> look(FileLook descriptor) {
        if (descriptor.kind() != FileLook.Kind.FILE) {
            return Optional.empty();
        }
        FileState state = descriptor.state();
        Seen known = now.get(state.path());
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Seen last = before.get(state.path());
            Seen seen =
                    last != null && last.state().equals(state) ? last : read(state.path(), state);
            now.put(state.path(), seen);
            return Optional.of(seen);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Seen read(Path descriptor, FileState state) throws IOException {
        try {
            byte[] text = BoundedFiles.read(descriptor, ToolDescriptor.MAX_BYTES);
            ToolDescriptor parsed =
                    ToolDescriptor.parse(descriptor.toString(), ToolDescriptor.Place.FILE, text);
            return new Seen(state, Optional.of(parsed.name()), parsed.module());
        } catch (DescriptorException | ArtifactException e) {
            return new Seen(state, Optional.empty(), Optional.empty());
        }
    }
}
