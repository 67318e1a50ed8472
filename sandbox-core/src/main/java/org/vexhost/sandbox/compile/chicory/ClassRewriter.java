package org.vexhost.sandbox.compile.chicory;

import com.dylibso.chicory.runtime.Memory;
import java.util.BitSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.vexhost.sandbox.guest.FlatMemory;

/**
 * Rewrites the classes that Chicory generated for one module. Memory accesses use our own class and
 * its array directly, counters and globals become fields, and comparisons become jumps. Checks for
 * thread interruption are removed, since the fuel checks replace them.
 */
public final class ClassRewriter {

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
     * Creates a rewriter for one module.
     *
     * @param hidden the globals that metering added, which the guest cannot access
     * @param mayGrow the functions during which the memory may grow
     * @param referable the functions that may be in a table
     */
    public ClassRewriter(HiddenGlobals hidden, BitSet mayGrow, BitSet referable) {
        this.hidden = hidden;
        this.mayGrow = mayGrow;
        this.referable = referable;
    }

    /**
     * The globals that are counters.
     *
     * @param fuel index of the fuel counter, or -1 without metering; the other two follow it
     * @param refill index of the function that requests fuel
     */
    public record HiddenGlobals(int fuel, int refill) {
        int ask() {
            return fuel < 0 ? -1 : fuel + 1;
        }

        int depth() {
            return fuel < 0 ? -1 : fuel + 2;
        }
    }

    /** Returns whether a class is a helper that rewritten classes do not need. */
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
