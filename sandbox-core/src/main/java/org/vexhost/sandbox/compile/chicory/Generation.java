package org.vexhost.sandbox.compile.chicory;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;
import org.vexhost.sandbox.compile.chicory.ChicoryCompiler.Classes;

/**
 * Generates the classes of one module: compiles the module with Chicory and rewrites the result. If
 * the code exceeds a limit of the class file format, the generation starts again without the
 * largest functions, or with smaller classes. Other exceptions of the compiler are passed on.
 */
public final class Generation {

    /** The estimated size of bytecode above which a function is not compiled, in bytes. */
    private static final int SURELY_TOO_LARGE = 150_000;

    /**
     * The initial maximum number of functions per class. Chicory uses a smaller number if needed,
     * but does not take into account the code that we add.
     */
    private static final int FUNCTIONS_PER_CLASS = 12 * 1_024;

    private static final String FUNCTION = "func_";

    private final WasmModule module;
    private final String packageName;
    private final ClassRewriter rewriter;
    private final int[] sizes;
    private final Set<Integer> interpreted = new TreeSet<>();
    private int functionsPerClass = FUNCTIONS_PER_CLASS;

    /**
     * Prepares the generation.
     *
     * @param module the metered module
     * @param packageName the package of the classes
     * @param rewriter the rewriter for the generated classes
     * @param sizes the estimated size of each function's bytecode, in bytes
     */
    public Generation(WasmModule module, String packageName, ClassRewriter rewriter, int[] sizes) {
        this.module = module;
        this.packageName = packageName;
        this.rewriter = rewriter;
        this.sizes = sizes;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > SURELY_TOO_LARGE) {
                interpreted.add(i);
            }
        }
    }

    /** Returns the rewritten classes. */
    public Classes run() {
        while (true) {
            try {
                return rewrite(
                        ChicoryCompiler.compile(
                                module, packageName, interpreted, functionsPerClass));
            } catch (MethodTooLargeException e) {
                interpret(e);
            } catch (ClassTooLargeException e) {
                halve(e);
            } catch (ChicoryException e) {
                if (!(e.getCause() instanceof MethodTooLargeException cause)) {
                    throw e;
                }
                interpret(cause);
            }
        }
    }

    /** Returns the indexes of the functions that must be interpreted, in order. */
    public int[] interpreted() {
        return interpreted.stream().mapToInt(Integer::intValue).toArray();
    }

    private Classes rewrite(Classes generated) {
        var classes = new HashMap<String, byte[]>();
        for (Map.Entry<String, byte[]> entry : generated.bytes().entrySet()) {
            classes.put(entry.getKey(), rewriter.rewrite(entry.getValue()));
        }
        return new Classes(generated.mainClass(), classes);
    }

    /**
     * Excludes a function that was too large, and all functions whose estimated size is at least
     * the same.
     */
    private void interpret(MethodTooLargeException e) {
        String method = e.getMethodName();
        if (!method.startsWith(FUNCTION)) {
            throw e;
        }
        int function = Integer.parseInt(method, FUNCTION.length(), method.length(), 10);
        if (!interpreted.add(function)) {
            throw e;
        }
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] >= sizes[function]) {
                interpreted.add(i);
            }
        }
    }

    /** Halves the number of functions per class, as Chicory itself does in this situation. */
    private void halve(ClassTooLargeException e) {
        functionsPerClass = Math.min(functionsPerClass, sizes.length) / 2;
        if (functionsPerClass == 0) {
            throw e;
        }
    }
}
