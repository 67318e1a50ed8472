package org.vexhost.sandbox.compile;

import com.dylibso.chicory.compiler.Cache;
import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ValueType;

/** Drives Chicory's compiler, and takes its classes from it through its cache. */
final class ChicoryCompiler {

    private static final String PROPERTIES = "wasm-module.properties";
    private static final String FUNCTION = "func_";

    private ChicoryCompiler() {}

    /** Reads a module that was validated already; nothing but what an instance needs. */
    static WasmModule parse(byte[] module) {
        return Parser.builder()
                .withValidation(false)
                .withCustomParsers(Map.of())
                .build()
                .parse(() -> new ByteArrayInputStream(module));
    }

    /**
     * Returns whether Chicory can compile the functions of a module side by side. It defines a
     * method for each list of several results, named without the kind of reference: lists that
     * differ in nothing else become the same method twice, and the class does not load.
     */
    static boolean compiles(ModuleLayout layout) {
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
     * @param interpreted functions that are too large for the JVM; more are added as they are found
     * @param sizes estimated size of each function
     */
    static Classes compile(WasmModule module, Set<Integer> interpreted, int[] sizes) {
        while (true) {
            var catcher = new Catcher();
            try {
                var builder =
                        MachineFactoryCompiler.builder(module)
                                .withInterpreterFallback(InterpreterFallback.FAIL)
                                .withCache(catcher);
                if (!interpreted.isEmpty()) {
                    builder.withInterpretedFunctions(Set.copyOf(interpreted));
                }
                builder.compile();
                return catcher.classes();
            } catch (ChicoryException e) {
                if (!(e.getCause() instanceof MethodTooLargeException tooLarge)
                        || !tooLarge.getMethodName().startsWith(FUNCTION)) {
                    throw e;
                }
                add(interpreted, tooLarge.getMethodName(), sizes);
            }
        }
    }

    /** Adds a function that was too large, and all others of which as much was expected. */
    static void add(Set<Integer> interpreted, String method, int[] sizes) {
        if (!method.startsWith(FUNCTION)) {
            throw new IllegalStateException("method " + method + " is too large");
        }
        int function = Integer.parseInt(method, FUNCTION.length(), method.length(), 10);
        if (!interpreted.add(function)) {
            throw new IllegalStateException("function " + function + " is too large all the same");
        }
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] >= sizes[function]) {
                interpreted.add(i);
            }
        }
    }

    /** The classes of a module, by name. */
    record Classes(String mainClass, Map<String, byte[]> bytes) {}

    /** Catches what Chicory would cache. */
    private static final class Catcher implements Cache {

        private byte[] jar = {};

        @Override
        @SuppressWarnings("NullAway") // Null is how the interface says that there is nothing.
        public byte @Nullable [] get(String key) {
            return null;
        }

        @Override
        public void putIfAbsent(String key, byte[] data) {
            jar = data;
        }

        Classes classes() {
            var classes = new HashMap<String, byte[]>();
            String main = "";
            try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
                for (JarEntry entry = in.getNextJarEntry();
                        entry != null;
                        entry = in.getNextJarEntry()) {
                    if (entry.getName().equals(PROPERTIES)) {
                        var properties = new Properties();
                        properties.load(in);
                        main = properties.getProperty("mainClass");
                    } else {
                        String name = entry.getName().replace('/', '.').replace(".class", "");
                        if (!ClassRewriter.isHelper(name)) {
                            classes.put(name, in.readAllBytes());
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Classes(main, new HashMap<>(classes));
        }
    }

    static Set<Integer> tooLarge(int[] sizes, int bytes) {
        var functions = new HashSet<Integer>();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > bytes) {
                functions.add(i);
            }
        }
        return functions;
    }
}
