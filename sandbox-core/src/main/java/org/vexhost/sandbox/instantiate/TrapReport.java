package org.vexhost.sandbox.instantiate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.binary.NamedFunctions;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.TrapKind;

/**
 * Describes a trap for the tool's author: its kind, its place in the code, and the latest lines of
 * standard error.
 */
final class TrapReport {

    /** The maximum number of callers in the message; the details contain more. */
    private static final int MAX_CALLERS = 4;

    private final GuestTrapException trap;
    private final SandboxLimits limits;
    private final List<ErrorDetail.Frame> frames;
    private final List<String> stderr;
    private final Optional<String> tag;

    TrapReport(
            GuestTrapException trap,
            SandboxLimits limits,
            NamedFunctions names,
            List<String> stderr) {
        this.trap = trap;
        this.limits = limits;
        this.frames = frames(trap.functions(), names);
        this.stderr = stderr;
        this.tag =
                trap.tag().isPresent()
                        ? Optional.of(tag(trap.tag().getAsInt(), names))
                        : Optional.empty();
    }

    private static String tag(int tag, NamedFunctions names) {
        return "tag "
                + tag
                + names.ofTag(tag).map(name -> " " + MessageText.quote(name)).orElse("");
    }

    private static List<ErrorDetail.Frame> frames(int[] functions, NamedFunctions names) {
        Map<Integer, String> known = names.of(Arrays.stream(functions).boxed().toList());
        List<ErrorDetail.Frame> frames = new ArrayList<>();
        for (int function : functions) {
            frames.add(
                    new ErrorDetail.Frame(
                            function,
                            Optional.ofNullable(known.get(function)).map(TrapReport::shown),
                            names.codeOffset(function).isPresent()
                                    ? OptionalLong.of(names.codeOffset(function).getAsInt())
                                    : OptionalLong.empty()));
        }
        return frames;
    }

    private static String shown(String name) {
        return MessageText.escape(name, MessageText.MAX_QUOTED_LENGTH);
    }

    /** Returns the exception that ends the call. */
    BadResultException toException() {
        if (trap.kind() == TrapKind.CALL_DEPTH) {
            String place = place();
            return new BadResultException(
                    ErrorReason.CALL_DEPTH,
                    "exceeded maxCallDepth of %d units%s"
                            .formatted(
                                    limits.maxCallDepth(),
                                    place.isEmpty() ? "" : " [" + place + "]"),
                    new ErrorDetail.LimitExceeded(
                            "maxCallDepth", limits.maxCallDepth(), "units", OptionalLong.empty()));
        }
        List<String> facts = new ArrayList<>(List.of(trap.kind().text()));
        tag.ifPresent(facts::add);
        if (!frames.isEmpty()) {
            facts.add(place());
        }
        if (trap.isGrowthRefused()) {
            facts.add(atMemoryLimit(limits));
        }
        if (!stderr.isEmpty()) {
            facts.add("stderr: " + CommandInterface.said(stderr));
        }
        return new BadResultException(
                ErrorReason.TRAP,
                "trapped [%s]".formatted(String.join(", ", facts)),
                new ErrorDetail.Trap(trap.kind().text(), frames, stderr, trap.isGrowthRefused()));
    }

    /** Returns the text about a guest that could not grow its memory because of the limit. */
    static String atMemoryLimit(SandboxLimits limits) {
        return "memory was at maxMemoryBytes of " + MessageText.bytes(limits.maxMemoryBytes());
    }

    private String place() {
        if (frames.isEmpty()) {
            return "";
        }
        StringBuilder place = new StringBuilder("in ").append(frames.get(0).function());
        frames.get(0)
                .codeOffset()
                .ifPresent(offset -> place.append(" (code at 0x%x)".formatted(offset)));
        for (int i = 1; i < frames.size() && i <= MAX_CALLERS; i++) {
            place.append(i == 1 ? ", called by " : ", ").append(frames.get(i).function());
        }
        if (frames.size() > MAX_CALLERS + 1) {
            place.append(", …");
        }
        return place.toString();
    }
}
