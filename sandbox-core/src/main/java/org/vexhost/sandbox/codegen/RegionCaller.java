package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.objectweb.asm.Label;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.emit.Choices;
import org.vexhost.sandbox.codegen.emit.FunctionContext;
import org.vexhost.sandbox.codegen.emit.MemoryWriter;
import org.vexhost.sandbox.codegen.tree.Node;

/** Writes calls of regions, and the branches to where control leaves them. */
final class RegionCaller {

    /** Up to this many exits are compared one by one, which takes less code than a switch. */
    private static final int COMPARED = 4;

    private final FunctionContext context;
    private final MethodCode code;
    private final MemoryWriter memory;
    private final OpenBlocks blocks;
    private final Conditions conditions;
    private final CodeWriter.Exits exits;

    RegionCaller(
            FunctionContext context,
            MethodCode code,
            MemoryWriter memory,
            OpenBlocks blocks,
            Conditions conditions,
            CodeWriter.Exits exits) {
        this.context = context;
        this.code = code;
        this.memory = memory;
        this.blocks = blocks;
        this.conditions = conditions;
        this.exits = exits;
    }

    /** Writes a region and a call of it. Returns whether control reaches the code behind it. */
    boolean call(Node node) throws InvalidModuleException {
        RegionWriter.Region region = RegionWriter.write(context, node, code.typesFrom(0));
        code.spill();
        memory.pushFrame();
        memory.pushContext();
        code.call(region.method().owner(), region.method().name(), region.descriptor());
        if (!region.answers()) {
            return straightOn(region);
        }
        List<Node> ends = region.exits().stream().filter(blocks::isInside).toList();
        boolean leadsFurther = ends.size() < region.exits().size();
        if (region.isLive() && ends.size() == 1 && !leadsFurther) {
            code.mv.visitJumpInsn(IFNE, blocks.label(ends.get(0)));
            code.meet(0, region.operands());
            return true;
        }
        Map<Integer, Label> cases = new TreeMap<>();
        ends.forEach(end -> cases.put(context.way(end), blocks.label(end)));
        Label behind = new Label();
        if (region.isLive()) {
            cases.put(0, behind);
        }
        if (!leadsFurther) {
            choose(cases);
        } else {
            int way = conditions.local();
            code.mv.visitVarInsn(ISTORE, way);
            Label further = new Label();
            boolean ignored = choose(cases, way, further);
            code.keep(way);
            code.meet(0, region.operands());
            code.place(further);
            code.release(way);
            exits.handOn(way);
        }
        if (region.isLive()) {
            code.meet(0, region.operands());
            code.place(behind);
        }
        return region.isLive();
    }

    /** Continues after a region with at most one exit. */
    private boolean straightOn(RegionWriter.Region region) {
        if (region.isLive()) {
            code.meet(0, region.operands());
            return true;
        }
        if (region.exits().isEmpty()) {
            memory.trap();
        } else {
            code.mv.visitJumpInsn(GOTO, blocks.label(region.exits().get(0)));
        }
        return false;
    }

    /** Branches by the exit number on the stack, which is one of the cases. */
    private void choose(Map<Integer, Label> cases) {
        List<Integer> ways = List.copyOf(cases.keySet());
        int last = ways.get(ways.size() - 1);
        if (ways.size() == 2) {
            compare(ways.get(0), cases);
            code.mv.visitJumpInsn(GOTO, cases.get(last));
        } else {
            int way = conditions.local();
            code.mv.visitVarInsn(ISTORE, way);
            Map<Integer, Label> others = new TreeMap<>(cases);
            Label otherwise = Objects.requireNonNull(others.remove(last));
            if (choose(others, way, otherwise)) {
                code.mv.visitJumpInsn(GOTO, otherwise);
            }
        }
    }

    /**
     * Branches by the exit number in a local variable.
     *
     * @param otherwise the target for all other numbers
     * @return whether control continues behind this code instead, for these numbers
     */
    private boolean choose(Map<Integer, Label> cases, int way, Label otherwise) {
        if (cases.size() <= COMPARED) {
            for (int wanted : cases.keySet()) {
                code.mv.visitVarInsn(ILOAD, way);
                compare(wanted, cases);
            }
            return true;
        }
        int[] keys = cases.keySet().stream().mapToInt(Integer::intValue).toArray();
        Label[] labels = cases.values().toArray(Label[]::new);
        Choices.jump(code, way, keys, labels, otherwise);
        return false;
    }

    private void compare(int wanted, Map<Integer, Label> cases) {
        if (wanted == 0) {
            code.mv.visitJumpInsn(IFEQ, cases.get(wanted));
        } else {
            code.push(wanted);
            code.mv.visitJumpInsn(IF_ICMPEQ, cases.get(wanted));
        }
    }
}
