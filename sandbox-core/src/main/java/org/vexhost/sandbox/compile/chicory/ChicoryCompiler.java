package org.vexhost.sandbox.compile.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.instruction.ValueType;

/**
 * Runs Chicory's compiler, which only returns the generated classes here. Its public interface also
 * loads them, unchecked.
 */
public final class ChicoryCompiler {

    /** The maximum number of JVM slots for the parameters, or the results, of one type. */
    private static final int MAX_SLOTS = 250;

    private ChicoryCompiler() {}

    /** Parses only those parts of a validated module that an instance needs. */
    public static WasmModule parse(byte[] module) {
        return Parser.builder()
                .withValidation(false)
                .withCustomParsers(Map.of())
                .build()
                .parse(() -> new ByteArrayInputStream(module));
    }

    /**
     * Returns whether Chicory can compile all functions of a module together. Chicory generates one
     * method for each list of several results. The name of the method does not distinguish between
     * kinds of references. For lists that differ only in such kinds, Chicory generates two methods
     * with the same name, and the class cannot be loaded.
     */
    public static boolean compiles(ModuleLayout layout) {
        Map<String, byte[]> lists = new HashMap<>();
        for (int i = layout.importedFunctions(); i < layout.functionCount(); i++) {
            byte[] results = layout.functionType(i).resultCodes();
            if (results.length > 1) {
                byte[] other = lists.putIfAbsent(withoutReferenceKinds(results), results);
                if (other != null && !Arrays.equals(results, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Returns whether any function type has too many values for the methods that Chicory generates
     * for it. A JVM method has at most 255 parameter slots. Additional parameters take five of
     * them, two of which are only for indirect calls.
     */
    public static boolean hasTypeTooLarge(ModuleLayout layout) {
        for (int i = 0; i < layout.typeCount(); i++) {
            FuncType type = layout.type(i);
            int params = 0;
            for (int j = 0; j < type.paramCount(); j++) {
                params += slots(type.param(j));
            }
            int results = 0;
            for (int j = 0; j < type.resultCount(); j++) {
                results += slots(type.result(j));
            }
            if (Math.max(params, results) > MAX_SLOTS) {
                return true;
            }
        }
        return false;
    }

    private static int slots(byte type) {
        return type == (byte) ValueType.I64.code() || type == (byte) ValueType.F64.code() ? 2 : 1;
    }

    private static String withoutReferenceKinds(byte[] results) {
        byte extern = (byte) ValueType.EXTERNREF.code();
        byte[] codes = results.clone();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codes[i] == extern ? (byte) ValueType.FUNCREF.code() : codes[i];
        }
        return new String(codes, StandardCharsets.ISO_8859_1);
    }

    /**
     * Compiles a module.
     *
     * @param module the module
     * @param packageName the package of the classes
     * @param interpreted the functions that are not compiled
     * @param functionsPerClass the maximum number of functions per class; Chicory uses a smaller
     *     number if they do not fit
     * @throws com.dylibso.chicory.wasm.ChicoryException with a {@link
     *     org.objectweb.asm.MethodTooLargeException} as its cause if a function is too large for
     *     the JVM
     */
    static Classes compile(
            WasmModule module,
            String packageName,
            Set<Integer> interpreted,
            int functionsPerClass) {
        Compiler.Builder builder =
                Compiler.builder(module)
                        .withClassName(packageName + ".Machine")
                        .withInterpreterFallback(InterpreterFallback.FAIL)
                        .withMaxFunctionsPerClass(functionsPerClass)
                        .withClassCollectorFactory(ByteClassCollector::new);
        if (!interpreted.isEmpty()) {
            builder.withInterpretedFunctions(Set.copyOf(interpreted));
        }
        ClassCollector made = builder.build().compile().collector();
        Map<String, byte[]> classes = new HashMap<>();
        made.classBytes()
                .forEach(
                        (name, bytes) -> {
                            if (!ClassRewriter.isHelper(name)) {
                                classes.put(name.replace('/', '.'), bytes);
                            }
                        });
        return new Classes(made.mainClassName().replace('/', '.'), classes);
    }

    /** The classes of a module, by name. */
    public record Classes(String mainClass, Map<String, byte[]> bytes) {}
}
