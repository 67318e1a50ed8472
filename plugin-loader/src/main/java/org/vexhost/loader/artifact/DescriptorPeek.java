package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.work.HungException;
import org.vexhost.loader.work.Openers;

/**
 * Finds the module that each descriptor names. To do so, it reads each descriptor once, on threads
 * that can be abandoned. While a descriptor cannot be read or is incomplete, the tool name and
 * module from the last successful read apply. Used by one thread.
 */
final class DescriptorPeek {

    private record Seen(
            FileState state,
            Optional<String> name,
            Optional<String> module,
            Optional<Defect> problem) {

        /** Whether the file could not be read. It may become readable without having changed. */
        boolean isUnread() {
            return problem.filter(each -> each.kind() == Defect.Kind.NOT_READ).isPresent();
        }

        /** Takes the name and module from the previous result if this one lacks them. */
        Seen orElse(@Nullable Seen last) {
            return last == null || problem.isEmpty()
                    ? this
                    : new Seen(state, name.or(last::name), module.or(last::module), problem);
        }
    }

    /** How long one scan waits in total for descriptors that take long to open. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** The minimum time that a scan waits for each descriptor. */
    private static final Duration USUAL = Duration.ofMillis(100);

    private final ConfinedFiles files;
    private final Openers openers;
    private Map<Path, Seen> before = new HashMap<>();
    private Map<Path, Seen> now = new HashMap<>();
    private long patienceNanos;

    DescriptorPeek(ConfinedFiles files, Openers openers) {
        this.files = files;
        this.openers = openers;
    }

    void begin() {
        before = now;
        now = new HashMap<>();
        patienceNanos = PATIENCE.toNanos();
    }

    void end() {
        before = Map.of();
    }

    Optional<String> module(FileSnapshot descriptor) {
        return look(descriptor).flatMap(Seen::module);
    }

    /**
     * Returns the problem of a descriptor. The scan does not look for the module until the problem
     * is solved.
     */
    Optional<Defect> problem(FileSnapshot descriptor) {
        return look(descriptor).flatMap(Seen::problem);
    }

    Optional<String> name(FileSnapshot descriptor) {
        return look(descriptor).flatMap(Seen::name);
    }

    private Optional<Seen> look(FileSnapshot descriptor) {
        if (descriptor.kind() != FileSnapshot.Kind.FILE) {
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
                        : await(state).orElse(last);
        now.put(state.path(), seen);
        return Optional.of(seen);
    }

    private Seen await(FileState state) {
        String name = FileNames.of(state.path());
        long start = System.nanoTime();
        try {
            return openers.call(
                            String.valueOf(state.path()),
                            ToolDescriptor.MAX_BYTES,
                            () -> read(state))
                    .get(Math.max(patienceNanos, USUAL.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            IOException cause =
                    e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            return bad(state, ArtifactReader.notRead(name, cause).defect());
        } catch (TimeoutException e) {
            var hung = new HungException("it is still being opened");
            return bad(state, ArtifactReader.notRead(name, hung).defect());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return bad(state, ArtifactReader.notRead(name, new IOException(e)).defect());
        } finally {
            patienceNanos -= Math.max(0, System.nanoTime() - start - USUAL.toNanos());
        }
    }

    private Seen read(FileState state) {
        Path descriptor = state.path();
        try {
            byte[] text = files.read(state, ToolDescriptor.MAX_BYTES);
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

    /**
     * Returns a problem if no file of this machine can have the module's name, such as a non-ASCII
     * name in some locales.
     */
    private static Optional<Defect> impossible(Path descriptor, String module) {
        try {
            Path ignored = descriptor.resolveSibling(module);
            return Optional.empty();
        } catch (InvalidPathException e) {
            String text =
                    "'%s' names a module with an impossible file name [%s]"
                            .formatted(
                                    FileNames.shown(FileNames.of(descriptor)),
                                    FileNames.shown(module));
            return Optional.of(new Defect(Defect.Kind.REFUSED, text));
        }
    }
}
