package org.vexhost.sandbox.compile;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;
import org.vexhost.sandbox.compile.ChicoryCompiler.Classes;

/**
 * Generates the classes of one module: compiles it, rewrites what comes of it, and begins again
 * with what the JVM's format cannot hold taken out, until both succeed. Throws whatever else the
 * compiler throws.
 */
final class Generation {

    /** Functions that come to more bytecode, by estimate, are not tried. */
    private static final int SURELY_TOO_LARGE = 150_000;

    /** What Chicory starts with. It takes fewer by itself, but does not know what we add. */
    private static final int FUNCTIONS_PER_CLASS = 12 * 1_024;

    private static final String FUNCTION = "func_";

    private final WasmModule module;
    private final ClassRewriter rewriter;
    private final int[] sizes;
    private final Set<Integer> interpreted = new TreeSet<>();
    private int functionsPerClass = FUNCTIONS_PER_CLASS;

    /**
     * Prepares to generate.
     *
     * @param module the metered module
     * @param rewriter of its classes
     * @param sizes estimated size of each function as bytecode
     */
    Generation(WasmModule module, ClassRewriter rewriter, int[] sizes) {
        this.module = module;
        this.rewriter = rewriter;
        this.sizes = sizes;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > SURELY_TOO_LARGE) {
                interpreted.add(i);
            }
        }
    }

    /** Returns the classes, rewritten. */
    Classes run() {
        while (true) {
            try {
                return rewrite(ChicoryCompiler.compile(module, interpreted, functionsPerClass));
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

    /** Returns the functions that are to be interpreted, in order. */
    int[] interpreted() {
        return interpreted.stream().mapToInt(Integer::intValue).toArray();
    }

    private Classes rewrite(Classes generated) {
        var classes = new HashMap<String, byte[]>();
        for (Map.Entry<String, byte[]> entry : generated.bytes().entrySet()) {
            classes.put(entry.getKey(), rewriter.rewrite(entry.getValue()));
        }
        return new Classes(generated.mainClass(), classes);
    }

    /** Sets a function that was too large aside, and all others of which as much was expected. */
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

    /** Puts half as many functions into each class, as Chicory does when it meets this itself. */
    private void halve(ClassTooLargeException e) {
        functionsPerClass = Math.min(functionsPerClass, sizes.length) / 2;
        if (functionsPerClass == 0) {
            throw e;
        }
    }
}
