package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.CompileOptions.Mode;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.testing.TinyJson;

/**
 * One script of the official test suite, converted to JSON and modules: runs every assertion that
 * needs neither another module nor a proposal that is rejected, and counts all others.
 */
final class SpecScript {

    private static final long MAX_MEMORY_BYTES = 256L << 20;
    private static final String LINKING = "linking";
    private static final int MAX_TABLE_ELEMENTS = 10_000_000;

    /** Reasons that mean: the module is not valid, whatever it uses. */
    private static final Set<Reason> FAULTS = Set.of(Reason.INVALID, Reason.MALFORMED);

    private final Path folder;
    private final Mode mode;
    private final Map<String, Optional<GuestInstance>> named = new HashMap<>();
    private final Map<String, CompiledModule> definitions = new HashMap<>();
    private final Set<String> registered = new HashSet<>();
    private final Result result = new Result();
    private String name = "";

    /** The module that actions without a name are for; empty when it was rejected. */
    private Optional<GuestInstance> current = Optional.empty();

    /** Why there is none. */
    private String missing = "no module";

    private final Map<String, String> missingNamed = new HashMap<>();

    /** What came of scripts. */
    static final class Result {
        int passed;
        final Map<String, Integer> skipped = new TreeMap<>();
        final List<String> failed = new ArrayList<>();

        void add(Result other) {
            passed += other.passed;
            other.skipped.forEach((why, count) -> skipped.merge(why, count, Integer::sum));
            failed.addAll(other.failed);
        }
    }

    /** A command that cannot be run, and why. */
    private static final class SkippedException extends Exception {
        private static final long serialVersionUID = 1;

        SkippedException(String why) {
            super(why, null, false, false);
        }
    }

    private SpecScript(Path folder, Mode mode) {
        this.folder = folder;
        this.mode = mode;
    }

    /** Runs a converted script. */
    static Result run(Path json, Mode mode) throws IOException {
        Map<String, Object> script = TinyJson.object(json);
        var runner = new SpecScript(json.toAbsolutePath().getParent(), mode);
        runner.name = json.getFileName().toString().replace(".json", "");
        for (Object command : (List<?>) script.get("commands")) {
            runner.command((Map<?, ?>) command);
        }
        return runner.result;
    }

    private void command(Map<?, ?> command) {
        String place = name + ":" + command.get("line");
        String type = (String) command.get("type");
        boolean isAssertion = type.startsWith("assert");
        try {
            String fault = step(type, place, command);
            if (fault != null) {
                result.failed.add(place + " " + type + ": " + fault);
            } else if (isAssertion) {
                result.passed++;
            }
        } catch (SkippedException e) {
            if (isAssertion) {
                result.skipped.merge(e.getMessage(), 1, Integer::sum);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            result.failed.add(place + " " + type + ": " + e);
        }
    }

    /** Does a command, and returns what is wrong, or null. */
    private String step(String type, String place, Map<?, ?> command)
            throws IOException, SkippedException {
        switch (type) {
            case "module" -> module(place, command, true);
            case "module_definition" -> module(place, command, false);
            case "module_instance" -> instance(command);
            case "register" -> register((String) command.get("name"));
            case "action" -> perform((Map<?, ?>) command.get("action"));
            case "assert_return" -> {
                long[] results = perform((Map<?, ?>) command.get("action"));
                return SpecValues.compare((List<?>) command.get("expected"), results);
            }
            case "assert_exception" -> {
                return thrown(command);
            }
            case "assert_trap", "assert_exhaustion" -> {
                return trap(command);
            }
            case "assert_invalid", "assert_malformed" -> {
                return rejected(command);
            }
            case "assert_uninstantiable" -> {
                return uninstantiable(command);
            }
            case "assert_unlinkable" -> throw new SkippedException(LINKING);
            default -> throw new SkippedException(type);
        }
        return null;
    }

    // Modules.

    private CompiledModule compile(Map<?, ?> command)
            throws IOException, SkippedException, InvalidModuleException {
        if (!"binary".equals(command.get("module_type"))) {
            throw new SkippedException("text format");
        }
        byte[] bytes = Files.readAllBytes(folder.resolve((String) command.get("filename")));
        return StrictCompiler.uncached()
                .compile(bytes, new CompileOptions(ModuleLimits.GENEROUS, mode));
    }

    private void module(String place, Map<?, ?> command, boolean isInstance)
            throws IOException, SkippedException {
        String name = (String) command.get("name");
        try {
            CompiledModule compiled = compile(command);
            if (name != null) {
                definitions.put(name, compiled);
            }
            if (isInstance) {
                keep(name, Optional.of(instantiate(compiled)), "");
            }
        } catch (InvalidModuleException e) {
            String why =
                    SpecExclusions.ofModule(place, e.reason())
                            .orElseThrow(
                                    () -> new IllegalStateException("valid module rejected", e));
            leaveOut(name, why);
        } catch (SkippedException e) {
            leaveOut(name, e.getMessage());
        }
    }

    /** A module that was not run may have changed what it would have been linked with. */
    private void leaveOut(String name, String why) {
        keep(name, Optional.empty(), why);
        forgetLinked(why);
    }

    private void forgetLinked(String why) {
        if (why.equals(LINKING)) {
            for (String changed : registered) {
                named.put(changed, Optional.empty());
                missingNamed.put(changed, LINKING);
            }
        }
    }

    private void register(String name) {
        if (name != null) {
            registered.add(name);
        }
    }

    private void instance(Map<?, ?> command) throws SkippedException {
        CompiledModule compiled = definitions.get((String) command.get("module"));
        String name = (String) command.get("instance");
        if (compiled == null) {
            keep(name, Optional.empty(), "rejected definition");
        } else {
            keep(name, Optional.of(instantiate(compiled)), "");
        }
    }

    private void keep(String name, Optional<GuestInstance> instance, String why) {
        current = instance;
        missing = why;
        if (name != null) {
            named.put(name, instance);
            missingNamed.put(name, why);
        }
    }

    private GuestInstance instantiate(CompiledModule module) throws SkippedException {
        var functions = new ArrayList<ImportFunction>();
        for (ModuleFacts.Import needed : module.facts().imports()) {
            if (!needed.module().equals("spectest") || !needed.name().startsWith("print")) {
                throw new SkippedException(LINKING);
            }
            functions.add(
                    new HostFunction(
                            needed.module(),
                            needed.name(),
                            FunctionType.of(
                                    needed.signature().params().stream()
                                            .map(SpecScript::valType)
                                            .toList(),
                                    List.of()),
                            (instance, values) -> new long[0]));
        }
        ImportValues imports =
                ImportValues.builder()
                        .addFunction(functions.toArray(ImportFunction[]::new))
                        .build();
        var options =
                new InstanceOptions(
                        MAX_MEMORY_BYTES,
                        MAX_TABLE_ELEMENTS,
                        InstanceOptions.DEFAULT_CALL_DEPTH,
                        new FuelGauge(Long.MAX_VALUE),
                        MemoryPool.NONE,
                        null);
        long pages = module.facts().memory().map(memory -> (long) memory.minPages()).orElse(0L);
        if (pages << 16 > MAX_MEMORY_BYTES) {
            throw new SkippedException("memory of over 256 MiB");
        }
        return module.instantiate(imports, options);
    }

    private static ValType valType(org.vexhost.sandbox.binary.instruction.ValueType type) {
        return switch (type) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
            case F32 -> ValType.F32;
            case F64 -> ValType.F64;
            case V128 -> ValType.V128;
            case FUNCREF -> ValType.FuncRef;
            case EXTERNREF -> ValType.ExternRef;
            case EXNREF -> ValType.ExnRef;
        };
    }

    private String rejected(Map<?, ?> command) throws IOException, SkippedException {
        try {
            compile(command);
            return "accepted: " + command.get("text");
        } catch (InvalidModuleException e) {
            if (FAULTS.contains(e.reason())) {
                return null;
            }
            throw new SkippedException(
                    SpecExclusions.ofRejection(e.reason())
                            .orElseThrow(() -> new IllegalStateException("other reason", e)));
        }
    }

    private String uninstantiable(Map<?, ?> command) throws IOException, SkippedException {
        CompiledModule compiled;
        try {
            compiled = compile(command);
        } catch (InvalidModuleException e) {
            String why =
                    SpecExclusions.ofModule("", e.reason())
                            .orElseThrow(
                                    () -> new IllegalStateException("valid module rejected", e));
            forgetLinked(why);
            throw new SkippedException(why);
        }
        try {
            instantiate(compiled);
            // A start function is called by whoever runs the guest.
            if (compiled.facts().hasStart()) {
                throw new SkippedException("start function");
            }
            return "instantiated: " + command.get("text");
        } catch (GuestTrapException e) {
            return words(command, e);
        }
    }

    // Actions.

    private GuestInstance guest(Map<?, ?> action) throws SkippedException {
        String name = (String) action.get("module");
        Optional<GuestInstance> guest =
                name == null ? current : named.getOrDefault(name, Optional.empty());
        if (guest.isEmpty()) {
            throw new SkippedException(
                    name == null ? missing : missingNamed.getOrDefault(name, "?"));
        }
        return guest.get();
    }

    private long[] perform(Map<?, ?> action) throws SkippedException {
        GuestInstance guest = guest(action);
        String field = (String) action.get("field");
        if ("get".equals(action.get("type"))) {
            return new long[] {guest.instance().exports().global(field).getValue()};
        }
        return guest.call(field, SpecValues.arguments((List<?>) action.get("args")));
    }

    private String trap(Map<?, ?> command) throws IOException, SkippedException {
        Map<?, ?> action = (Map<?, ?>) command.get("action");
        if (action == null) {
            return uninstantiable(command);
        }
        try {
            perform(action);
            return "returned, not " + command.get("text");
        } catch (GuestTrapException e) {
            return words(command, e);
        }
    }

    private String thrown(Map<?, ?> command) throws SkippedException {
        try {
            perform((Map<?, ?>) command.get("action"));
            return "returned, and did not throw";
        } catch (GuestTrapException e) {
            return e.kind() == TrapKind.UNCAUGHT_EXCEPTION ? null : "trapped: " + e.kind();
        }
    }

    /** Compares the words of a trap: the suite's may be the beginning of ours, or go on. */
    private static String words(Map<?, ?> command, GuestTrapException e) {
        String expected = (String) command.get("text");
        String actual =
                switch (e.kind()) {
                    case CALL_DEPTH -> "call stack exhausted";
                    case UNINITIALIZED_ELEMENT -> "uninitialized element";
                    default -> e.kind().text();
                };
        return expected.startsWith(actual) || actual.startsWith(expected)
                ? null
                : "trapped with '" + actual + "', not '" + expected + "'";
    }
}
