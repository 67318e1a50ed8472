package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.codegen.assembler.FrameClass;
import org.vexhost.sandbox.codegen.assembler.HostBits;
import org.vexhost.sandbox.codegen.assembler.MethodCode;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.emit.Choices;
import org.vexhost.sandbox.codegen.runtime.RuntimeNames;

/**
 * Writes the additional methods for tail calls. A function that makes tail calls to others has four
 * methods: its own; one that records a pending tail call to it, with the arguments; one that takes
 * recorded arguments and calls it; and one for all ordinary callers, which calls it and then runs
 * pending tail calls in a loop, as a trampoline. Any other function has only its own method, for
 * all callers.
 *
 * <p>This class is long because these methods share one protocol for pending tail calls.
 */
final class TailWriter {

    /** The units of call depth for the additional methods of a function. */
    private static final int AROUND = 120;

    private static final String CLASS = "org/vexhost/guest/Tails";

    private final ModuleLayout layout;
    private final RuntimeNames names;
    private final ModuleGenerator classes;

    /** Functions that make tail calls to others, by the type of their result. */
    private final Map<Character, List<Integer>> functions = new TreeMap<>();

    TailWriter(ModuleLayout layout, RuntimeNames names, ModuleGenerator classes) {
        this.layout = layout;
        this.names = names;
        this.classes = classes;
    }

    /**
     * Returns the name of the method for ordinary callers of a function that makes tail calls to
     * others.
     */
    static String entry(int function) {
        return "enter_" + function;
    }

    /** Returns the name of the method that records a pending tail call to such a function. */
    static String passing(int function) {
        return "pass_" + function;
    }

    private static String taking(int function) {
        return "take_" + function;
    }

    /** Returns the units of call depth for the additional methods of a function. */
    static int weight(ModuleLayout layout, int function) {
        boolean handsOn = layout.body(function - layout.importedFunctions()).handsOn();
        return handsOn ? AROUND + layout.functionType(function).paramCount() : 0;
    }

    /** Writes the additional methods of a function. */
    void function(ClassWriter writer, int function) {
        FuncType type = layout.functionType(function);
        functions.computeIfAbsent(Types.result(type), made -> new ArrayList<>()).add(function);
        entry(writer, function, type);
        passing(writer, function, type);
        taking(writer, function, type);
    }

    private String descriptor(FuncType type) {
        return "(" + Types.params(type) + contextual(Types.result(type));
    }

    private String contextual(char result) {
        return names.memoryType() + "I)" + Types.descriptor(result);
    }

    private MethodCode begin(ClassWriter writer, String name, String descriptor) {
        MethodVisitor mv =
                writer.visitMethod(ACC_PUBLIC | ACC_STATIC, name, descriptor, null, null);
        mv.visitCode();
        return new MethodCode(mv, names, new byte[0], new FrameClass("none", new byte[0]), false);
    }

    private static void end(MethodCode code) {
        code.mv.visitMaxs(0, 0);
        code.mv.visitEnd();
    }

    private void entry(ClassWriter writer, int function, FuncType type) {
        MethodCode code = begin(writer, entry(function), descriptor(type));
        MethodVisitor mv = code.mv;
        int memory = parameters(code, type);
        char result = Types.result(type);
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        mv.visitTryCatchBlock(start, end, handler, null);
        mv.visitLabel(start);
        for (int i = 0, local = 0; local < memory; i++) {
            mv.visitVarInsn(Types.opcode(ILOAD, type.param(i)), local);
            local += Types.words(type.param(i));
        }
        context(code, memory);
        code.call(classes.owner(function), FunctionWriter.name(function), descriptor(type));
        if (result != 'V') {
            code.pushed(type.result(0));
        }
        next(code, memory);
        Label done = new Label();
        mv.visitJumpInsn(IFEQ, done);
        drop(mv, result);
        context(code, memory);
        code.call(CLASS + result, "go", "(" + contextual(result));
        code.place(done);
        back(mv, result);
        mv.visitLabel(end);
        code.placeHandler(handler, code.defined());
        // In this method, no local variable holds the fuel.
        mv.visitVarInsn(ALOAD, memory);
        mv.visitInsn(DUP);
        mv.visitFieldInsn(GETFIELD, names.memory(), "fuel", "I");
        code.call(
                names.ops(),
                "trapped",
                "(Ljava/lang/Throwable;" + names.memoryType() + "I)Ljava/lang/Throwable;");
        mv.visitInsn(ATHROW);
        end(code);
    }

    private void passing(ClassWriter writer, int function, FuncType type) {
        MethodCode code = begin(writer, passing(function), descriptor(type));
        MethodVisitor mv = code.mv;
        int memory = parameters(code, type);
        if (!Types.fit(type)) {
            exchange(code, memory);
        } else if (type.paramCount() > 0) {
            mv.visitVarInsn(ALOAD, memory);
            code.push(type.paramCount());
            code.call(names.ops(), "handing", "(" + names.memoryType() + "I)[J");
            for (int i = 0, local = 0; local < memory; i++) {
                mv.visitInsn(DUP);
                code.push(i);
                mv.visitVarInsn(Types.opcode(ILOAD, type.param(i)), local);
                HostBits.from(code, type.param(i), memory);
                mv.visitInsn(LASTORE);
                local += Types.words(type.param(i));
            }
            mv.visitInsn(POP);
        }
        mv.visitVarInsn(ALOAD, memory);
        code.push(function + 1);
        mv.visitFieldInsn(PUTFIELD, names.memory(), "next", "I");
        char result = Types.result(type);
        if (result != 'V') {
            mv.visitInsn(Types.zero(type.result(0)));
        } else if (type.resultCount() > 1) {
            // The caller reads this many values, whatever their contents.
            mv.visitVarInsn(ALOAD, memory);
            code.push(type.resultCount());
            code.call(names.ops(), "passing", "(" + names.memoryType() + "I)[J");
            for (int i = 0; i < type.resultCount(); i++) {
                if (type.result(i) == Types.EXNREF) {
                    // The number -1 stands for no exception.
                    mv.visitInsn(DUP);
                    code.push(i);
                    code.push(-1L);
                    mv.visitInsn(LASTORE);
                }
            }
            mv.visitInsn(POP);
        }
        back(mv, result);
        end(code);
    }

    private void taking(ClassWriter writer, int function, FuncType type) {
        MethodCode code = begin(writer, taking(function), "(" + contextual(Types.result(type)));
        MethodVisitor mv = code.mv;
        if (!Types.fit(type)) {
            exchange(code, 0);
        } else {
            for (int i = 0; i < type.paramCount(); i++) {
                mv.visitVarInsn(ALOAD, 0);
                mv.visitFieldInsn(GETFIELD, names.memory(), "handed", "[J");
                code.push(i);
                mv.visitInsn(LALOAD);
                HostBits.toValue(code, type.param(i), 0);
            }
        }
        context(code, 0);
        code.call(classes.owner(function), FunctionWriter.name(function), descriptor(type));
        back(mv, Types.result(type));
        end(code);
    }

    /** Very many arguments stay in place: only their arrays are exchanged. */
    private void exchange(MethodCode code, int memory) {
        code.mv.visitVarInsn(ALOAD, memory);
        code.call(names.ops(), "exchange", "(" + names.memoryType() + ")V");
    }

    /** Writes the trampolines, after all functions are written. */
    void choices() {
        functions.forEach(this::loop);
    }

    private void loop(char result, List<Integer> choices) {
        String owner = CLASS + result;
        ClassWriter writer = classes.opened(owner);
        MethodCode code = begin(writer, "go", "(" + contextual(result));
        MethodVisitor mv = code.mv;
        int memory = code.define(names.memory());
        code.define(Opcodes.INTEGER);
        Label header = new Label();
        code.place(header);
        next(code, memory);
        mv.visitVarInsn(ALOAD, memory);
        mv.visitInsn(ICONST_0);
        mv.visitFieldInsn(PUTFIELD, names.memory(), "next", "I");
        context(code, memory);
        code.call(owner, "choose", "(I" + contextual(result));
        if (result != 'V') {
            code.pushed(Types.ofLetter(result));
        }
        Label done = new Label();
        next(code, memory);
        mv.visitJumpInsn(IFEQ, done);
        drop(mv, result);
        mv.visitJumpInsn(GOTO, header);
        code.place(done);
        back(mv, result);
        end(code);
        choose(writer, owner, result, choices);
    }

    private void choose(ClassWriter writer, String owner, char result, List<Integer> choices) {
        MethodCode code = begin(writer, "choose", "(I" + contextual(result));
        MethodVisitor mv = code.mv;
        int next = code.define(Opcodes.INTEGER);
        int memory = code.define(names.memory());
        code.define(Opcodes.INTEGER);
        if (choices.size() <= EntryWriter.CHOICES) {
            choose(code, next, memory, result, choices);
            end(code);
            return;
        }
        List<List<Integer>> parts = Choices.parts(choices, EntryWriter.CHOICES);
        int[] lasts = EntryWriter.lasts(parts);
        Choices.range(
                code,
                next,
                Arrays.stream(lasts).map(last -> last + 1).toArray(),
                i -> {
                    mv.visitVarInsn(ILOAD, next);
                    context(code, memory);
                    code.call(owner + "_" + i, "choose", "(I" + contextual(result));
                    back(mv, result);
                });
        end(code);
        for (int i = 0; i < parts.size(); i++) {
            String part = owner + "_" + i;
            choose(classes.opened(part), part, result, parts.get(i));
        }
    }

    private void choose(MethodCode code, int next, int memory, char result, List<Integer> choices) {
        MethodVisitor mv = code.mv;
        Label none = new Label();
        Label[] ways = new Label[choices.size()];
        int[] keys = new int[ways.length];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = new Label();
            keys[i] = choices.get(i) + 1;
        }
        mv.visitVarInsn(ILOAD, next);
        mv.visitLookupSwitchInsn(none, keys, ways);
        for (int i = 0; i < ways.length; i++) {
            int function = choices.get(i);
            code.place(ways[i]);
            context(code, memory);
            code.call(classes.owner(function), taking(function), "(" + contextual(result));
            back(mv, result);
        }
        code.place(none);
        mv.visitVarInsn(ILOAD, next);
        code.call(names.ops(), "unknownFunction", "(I)Ljava/lang/RuntimeException;");
        mv.visitInsn(ATHROW);
    }

    // Helpers.

    /** Defines the parameters, and returns the local variable of the memory object. */
    private int parameters(MethodCode code, FuncType type) {
        for (int i = 0; Types.fit(type) && i < type.paramCount(); i++) {
            code.define(Types.verified(type.param(i)));
        }
        int memory = code.define(names.memory());
        code.define(Opcodes.INTEGER);
        return memory;
    }

    private static void context(MethodCode code, int memory) {
        code.mv.visitVarInsn(ALOAD, memory);
        code.mv.visitVarInsn(ILOAD, memory + 1);
    }

    private void next(MethodCode code, int memory) {
        code.mv.visitVarInsn(ALOAD, memory);
        code.mv.visitFieldInsn(GETFIELD, names.memory(), "next", "I");
    }

    private static void drop(MethodVisitor mv, char result) {
        if (result != 'V') {
            mv.visitInsn(result == 'J' || result == 'D' ? POP2 : POP);
        }
    }

    private static void back(MethodVisitor mv, char result) {
        mv.visitInsn(result == 'V' ? RETURN : Types.opcode(IRETURN, Types.ofLetter(result)));
    }
}
