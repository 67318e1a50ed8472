package org.vexhost.sandbox.compile;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/**
 * What of the official test suite is not run, and why. Everything else has to hold. Who adds a
 * proposal to the engine takes its entries out.
 */
final class SpecExclusions {

    /**
     * Folders of the suite, by any name on the way to the script: as in WebAssembly/spec, and as in
     * WebAssembly/testsuite.
     */
    private static final Map<String, String> FOLDERS =
            Map.ofEntries(
                    Map.entry("custom-descriptors", "garbage-collected types are rejected"),
                    Map.entry("custom-page-sizes", "custom page sizes are rejected"),
                    Map.entry("function-references", "typed references are rejected"),
                    Map.entry("gc", "garbage-collected types are rejected"),
                    Map.entry("memory64", "64-bit addresses are rejected"),
                    Map.entry("multi-memory", "more than one memory is rejected"),
                    Map.entry("threads", "atomic instructions are rejected"),
                    Map.entry("wide-arithmetic", "wide arithmetic is rejected"));

    /** Single scripts that are for one proposal alone. */
    private static final Map<String, String> SCRIPTS =
            Map.of("return_call_ref.wast", "typed references are rejected");

    /** Modules, by script and line. */
    private static final Map<String, String> MODULES =
            Map.of("table.wast:9", "a table of four billion elements");

    /** Why a module within a script that is run may be rejected. */
    private static final Map<Reason, String> REASONS =
            Map.of(
                    Reason.EXCEPTIONS, "exceptions",
                    Reason.GC_TYPES, "garbage-collected types",
                    Reason.IMPORTED_TAG, "linking",
                    Reason.IMPORTED_GLOBAL, "linking",
                    Reason.IMPORTED_MEMORY, "linking",
                    Reason.IMPORTED_TABLE, "linking",
                    Reason.MULTI_MEMORY, "multiple memories",
                    Reason.SIMD, "linking",
                    Reason.TAIL_CALLS, "typed references",
                    Reason.TYPED_REFERENCES, "typed references");

    /** Where something malformed is rejected for another reason first, which is as good. */
    private static final Map<Reason, String> OTHER_REJECTIONS =
            Map.of(
                    Reason.COMPONENT, "rejected as a component",
                    Reason.CUSTOM_PAGE_SIZES, "rejected for its page size",
                    Reason.LIMIT_EXCEEDED, "rejected for a limit",
                    Reason.UNKNOWN_OPCODE, "rejected for an unknown instruction");

    private SpecExclusions() {}

    /** Returns why a script is not run at all; its path starts below the suite's folder. */
    static Optional<String> ofScript(Path script) {
        String name = script.getFileName().toString();
        return StreamSupport.stream(script.spliterator(), false)
                .map(part -> FOLDERS.get(part.toString()))
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> Optional.ofNullable(SCRIPTS.get(name)));
    }

    /** Returns why a valid module need not be accepted. */
    static Optional<String> ofModule(String place, Reason reason) {
        return Optional.ofNullable(MODULES.get(place))
                .or(() -> Optional.ofNullable(REASONS.get(reason)));
    }

    /** Returns why it does not count that a module was rejected which has to be. */
    static Optional<String> ofRejection(Reason reason) {
        return Optional.ofNullable(REASONS.get(reason))
                .or(() -> Optional.ofNullable(OTHER_REJECTIONS.get(reason)));
    }
}
