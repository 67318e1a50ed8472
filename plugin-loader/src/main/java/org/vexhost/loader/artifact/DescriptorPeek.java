package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.loader.descriptor.ToolDescriptor;

/**
 * Knows which module a descriptor names, and reads each descriptor once for it. One that cannot be
 * read just now, or is not complete, still names what it named before.
 */
final class DescriptorPeek {

    private record Seen(
            FileState state,
            Optional<String> name,
            Optional<String> module,
            Optional<Defect> problem) {

        /** What could not be read may be readable the next time, without having changed. */
        boolean isUnread() {
            return problem.filter(each -> each.kind() == Defect.Kind.NOT_READ).isPresent();
        }

        /** Where the names are not known, they are as they were. */
        Seen orElse(@Nullable Seen last) {
            return last == null || problem.isEmpty()
                    ? this
                    : new Seen(state, name.or(last::name), module.or(last::module), problem);
        }
    }

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

    /** What is wrong with a descriptor: no module is waited for until that is right. */
    Optional<Defect> problem(FileLook descriptor) {
        return look(descriptor).flatMap(Seen::problem);
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
        Seen last = before.get(state.path());
        Seen seen =
                last != null && last.state().equals(state) && !last.isUnread()
                        ? last
                        : read(state.path(), state).orElse(last);
        now.put(state.path(), seen);
        return Optional.of(seen);
    }

    private static Seen read(Path descriptor, FileState state) {
        try {
            byte[] text = BoundedFiles.read(descriptor, ToolDescriptor.MAX_BYTES);
            ToolDescriptor parsed =
                    ArtifactReader.parse(FileNames.of(descriptor), ToolDescriptor.Place.FILE, text);
            Optional<Defect> problem =
                    parsed.module().flatMap(each -> impossible(descriptor, each));
            Optional<String> module = problem.isPresent() ? Optional.empty() : parsed.module();
            return new Seen(state, Optional.of(parsed.name()), module, problem);
        } catch (ArtifactException e) {
            return bad(state, e.defect());
        } catch (IOException e) {
            return bad(state, ArtifactReader.notRead(FileNames.of(descriptor), e).defect());
        }
    }

    private static Seen bad(FileState state, Defect problem) {
        return new Seen(state, Optional.empty(), Optional.empty(), Optional.of(problem));
    }

    /** A name that no file can have where the host runs: what is no ASCII, in some locales. */
    private static Optional<Defect> impossible(Path descriptor, String module) {
        try {
            Path ignored = descriptor.resolveSibling(module);
            return Optional.empty();
        } catch (InvalidPathException e) {
            String text =
                    "'%s' names a module that no file here can be called [%s]"
                            .formatted(
                                    FileNames.shown(FileNames.of(descriptor)),
                                    FileNames.shown(module));
            return Optional.of(new Defect(Defect.Kind.REFUSED, text));
        }
    }
}
