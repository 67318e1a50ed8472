package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.emit.FuelWriter;
import org.vexhost.sandbox.codegen.emit.FunctionContext;
import org.vexhost.sandbox.codegen.emit.MemoryWriter;
import org.vexhost.sandbox.codegen.split.Splitter;
import org.vexhost.sandbox.codegen.split.Survey;
import org.vexhost.sandbox.codegen.tree.Node;

/**
 * Writes a region of a split function as a method. The method takes the frame, loads the locals
 * that it uses, writes back those that it changed, and returns the number of the exit through which
 * control left it. Of the locals, it loads and writes back only those that are live there.
 */
final class RegionWriter implements CodeWriter.Exits {

    private final FunctionContext context;
    private final MethodCode code;
    private final Survey survey;
    private final boolean answers;
    private final Map<Node, Label> stubs = new LinkedHashMap<>();
    private final FuelWriter fuel;
    private final MemoryWriter memory;

    /**
     * A region as its callers see it.
     *
     * @param method the method of the region
     * @param descriptor the descriptor of the method
     * @param exits the targets of branches out of the region; the method returns the exit number of
     *     the one taken, see {@link FunctionContext#way}
     * @param isLive whether control can reach the end of the region, for which the method returns 0
     * @param operands the types of all operands at the end, in slots of the frame
     */
    @SuppressWarnings("ArrayRecordComponent") // Passed on once and never compared.
    record Region(
            FunctionContext.Part method,
            String descriptor,
            List<Node> exits,
            boolean isLive,
            byte[] operands) {

        /** Returns whether the method returns an exit number. */
        boolean answers() {
            return descriptor.endsWith("I");
        }
    }

    private RegionWriter(
            FunctionContext context, MethodVisitor mv, Survey survey, boolean answers) {
        this.context = context;
        this.survey = survey;
        this.answers = answers;
        // A region that contains other regions keeps everything in the frame.
        this.code =
                new MethodCode(
                        mv, context.names, context.localTypes, context.frame, survey.regions);
        int frame = code.define(context.frame.name());
        int memoryLocal = code.define(context.names.memory());
        int depth = code.define(Opcodes.INTEGER);
        code.frameIn(frame);
        this.fuel = new FuelWriter(code, context.fuel, memoryLocal);
        this.memory = new MemoryWriter(context, code, fuel, memoryLocal, depth);
        memory.keepFrame(frame);
    }

    /**
     * Writes a region as a separate method.
     *
     * @param operands the types of the operands at its start, in slots of the frame
     */
    static Region write(FunctionContext context, Node region, byte[] operands)
            throws InvalidModuleException {
        Survey survey = Survey.of(region.body);
        boolean falls = region.after >= 0;
        boolean answers = survey.exits.size() + (falls ? 1 : 0) > 1;
        String descriptor =
                "("
                        + context.frame.type()
                        + context.names.memoryType()
                        + "I)"
                        + (answers ? "I" : "V");
        FunctionContext.Part part =
                context.methods().begin(context.function, descriptor, Splitter.size(region.body));
        var writer = new RegionWriter(context, part.mv(), survey, answers);
        byte[] left = writer.write(region, operands);
        return new Region(part, descriptor, survey.exits, writer.isLive, left);
    }

    private boolean isLive;

    /** Writes the method, and returns the types of all operands in the frame's slots at its end. */
    private byte[] write(Node region, byte[] operands) throws InvalidModuleException {
        MethodVisitor mv = code.mv;
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        mv.visitCode();
        int handled = code.defined();
        if (!survey.regions) {
            fuel.keepIn(code.define(Opcodes.INTEGER));
            fuel.load();
            handled++;
        }
        // If the function catches an exception, its handler finds the current locals in the frame.
        boolean isCaught = context.catches && !survey.regions;
        if (!isCaught) {
            mv.visitLabel(start);
        }
        if (!survey.regions) {
            if (survey.accesses) {
                int data = code.define("[B");
                memory.keepData(data, context.memoryGrows() ? code.define(Opcodes.INTEGER) : -1);
                memory.reload();
            }
            survey.locals.stream()
                    .forEach(
                            index -> {
                                code.defineGuest(index);
                                if (isLive(index, region.live)) {
                                    code.fetch(index);
                                } else {
                                    code.clear(index);
                                }
                            });
        }
        if (isCaught) {
            mv.visitLabel(start);
            handled = code.defined();
        }
        code.above(operands);
        isLive = new CodeWriter(context, code, fuel, memory, this).list(region.body);
        byte[] left = new byte[0];
        if (isLive) {
            code.spill();
            code.share(operands.length);
            left = code.typesFrom(0);
            leave(0, region.liveBehind);
        }
        stubs.forEach(
                (target, label) -> {
                    code.placeBare(label);
                    leave(context.way(target), target.live);
                });
        fuel.finish();
        mv.visitLabel(end);
        mv.visitTryCatchBlock(start, end, handler, null);
        code.placeHandler(handler, handled);
        if (isCaught) {
            survey.written.stream().forEach(code::putBack);
        }
        FunctionWriter.trapped(mv, context, fuel, memory);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        return left;
    }

    private static boolean isLive(int local, @Nullable BitSet live) {
        return live == null || live.get(local);
    }

    /**
     * Leaves the method.
     *
     * @param live the locals that are live there; null if all may be
     */
    private void leave(int way, @Nullable BitSet live) {
        fuel.save();
        if (!survey.regions) {
            survey.written.stream().filter(index -> isLive(index, live)).forEach(code::putBack);
        }
        if (answers) {
            code.push(way);
            code.mv.visitInsn(IRETURN);
        } else {
            code.mv.visitInsn(RETURN);
        }
    }

    @Override
    public void leave() {
        throw new IllegalStateException("return from within a region");
    }

    @Override
    public void handOn(int way) {
        // This happens only in methods that contain regions, which keep nothing in local variables.
        if (answers) {
            code.mv.visitVarInsn(ILOAD, way);
            code.mv.visitInsn(IRETURN);
        } else {
            code.mv.visitInsn(RETURN);
        }
    }

    @Override
    public Label outside(Node target) {
        return stubs.computeIfAbsent(target, made -> new Label());
    }
}
