package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.Memory;
import java.util.BitSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Rewrites the classes that Chicory generated for one module: memory is our own class and reached
 * without detours, counters and globals are fields, comparisons are jumps, and nothing asks whether
 * the thread was interrupted, as the fuel does that.
 */
final class ClassRewriter {

    static final String MEMORY = Type.getInternalName(FlatMemory.class);

    private static final String CHICORY_MEMORY = Type.getInternalName(Memory.class);
    private static final String HELPERS = "Shaded";

    private static final Remapper OUR_MEMORY =
            new Remapper(org.objectweb.asm.Opcodes.ASM9) {
                @Override
                public String map(String internalName) {
                    return internalName.equals(CHICORY_MEMORY) ? MEMORY : internalName;
                }
            };

    private final HiddenGlobals hidden;
    private final BitSet mayGrow;
    private final BitSet referable;

    /**
     * Makes a rewriter for one module.
     *
     * @param hidden which globals metering added
     * @param mayGrow functions that may grow the memory, themselves or by what they call
     * @param referable functions that may be in a table
     */
    ClassRewriter(HiddenGlobals hidden, BitSet mayGrow, BitSet referable) {
        this.hidden = hidden;
        this.mayGrow = mayGrow;
        this.referable = referable;
    }

    /**
     * Which globals are counters.
     *
     * @param fuel index of the fuel, or -1 when nothing is counted; the other two follow it
     * @param refill index of the function that asks for fuel
     */
    record HiddenGlobals(int fuel, int refill) {
        int ask() {
            return fuel < 0 ? -1 : fuel + 1;
        }

        int depth() {
            return fuel < 0 ? -1 : fuel + 2;
        }
    }

    /** Returns whether a class is one that the rewritten ones do without. */
    static boolean isHelper(String className) {
        return className.endsWith(HELPERS);
    }

    byte[] rewrite(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes)
                .accept(new ClassRemapper(node, OUR_MEMORY), ClassReader.EXPAND_FRAMES);
        for (MethodNode method : node.methods) {
            if (method.name.startsWith("call_indirect_")) {
                IndirectCalls.rewrite(method, referable);
            }
            boolean depth = hidden.fuel() >= 0 && DepthParameter.isTakenBy(node.name, method.name);
            if (depth) {
                DepthParameter.add(method);
            }
            new MethodRewriter(method, hidden, mayGrow, depth).rewrite();
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }
}
