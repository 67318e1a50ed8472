package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
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
 * Writes the entry and exit points of a module: the main class, through which the host calls
 * exported functions; the methods that call host functions; and the methods that resolve indirect
 * calls.
 *
 * <p>This class is long because these methods share one calling convention.
 */
final class EntryWriter {

    /**
     * The maximum number of functions that one method selects from. The JVM compiles longer methods
     * poorly.
     */
    static final int CHOICES = 200;

    /** The maximum number of entry methods in one class. */
    private static final int ENTRIES = 300;

    private static final String CALL = "(I[J)[J";

    private final ModuleLayout layout;
    private final RuntimeNames names;
    private final ModuleGenerator classes;
    private final String main;

    EntryWriter(ModuleLayout layout, RuntimeNames names, ModuleGenerator classes) {
        this.layout = layout;
        this.names = names;
        this.classes = classes;
        this.main = classes.main();
    }

    void write(ClassWriter writer) {
        writer.visitField(ACC_PRIVATE | ACC_FINAL, "instance", names.instanceType(), null, null)
                .visitEnd();
        constructor(writer);
        for (int i = 0; i < layout.importedFunctions(); i++) {
            imported(writer, i);
        }
        call(writer, layout.entries().stream().toArray());
        dispatchers();
    }

    private void constructor(ClassWriter writer) {
        MethodVisitor mv =
                writer.visitMethod(
                        ACC_PUBLIC, "<init>", "(" + names.instanceType() + ")V", null, null);
        mv.visitCode();
        mv.visitVarInsn(ALOAD, 0);
        mv.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        mv.visitVarInsn(ALOAD, 0);
        mv.visitVarInsn(ALOAD, 1);
        mv.visitFieldInsn(PUTFIELD, main, "instance", names.instanceType());
        mv.visitInsn(RETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private String descriptor(FuncType type, String more) {
        return "("
                + Types.params(type)
                + more
                + names.memoryType()
                + "I)"
                + Types.descriptor(Types.result(type));
    }

    private MethodCode code(MethodVisitor mv) {
        return new MethodCode(mv, names, new byte[0], new FrameClass("none", new byte[0]), false);
    }

    // Exit points: host functions.

    private void imported(ClassWriter writer, int function) {
        FuncType type = layout.functionType(function);
        MethodVisitor mv =
                writer.visitMethod(
                        ACC_PUBLIC | ACC_STATIC,
                        FunctionWriter.name(function),
                        descriptor(type, ""),
                        null,
                        null);
        mv.visitCode();
        MethodCode code = code(mv);
        int count = type.paramCount();
        boolean fits = Types.fit(type);
        int[] params = new int[count];
        for (int i = 0; fits && i < count; i++) {
            params[i] = code.define(Types.verified(type.param(i)));
        }
        int memory = code.define(names.memory());
        mv.visitVarInsn(ALOAD, memory);
        code.push(function);
        code.push(count);
        mv.visitIntInsn(NEWARRAY, T_LONG);
        for (int i = 0; i < count; i++) {
            mv.visitInsn(DUP);
            code.push(i);
            if (fits) {
                mv.visitVarInsn(Types.opcode(ILOAD, type.param(i)), params[i]);
                HostBits.from(code, type.param(i), memory);
            } else {
                mv.visitVarInsn(ALOAD, memory);
                mv.visitFieldInsn(GETFIELD, names.memory(), "passed", "[J");
                code.push(i);
                mv.visitInsn(LALOAD);
            }
            mv.visitInsn(LASTORE);
        }
        code.call(names.ops(), "callHost", "(" + names.memoryType() + "I[J)[J");
        if (type.resultCount() == 0) {
            mv.visitInsn(RETURN);
        } else if (type.resultCount() == 1) {
            mv.visitInsn(ICONST_0);
            mv.visitInsn(LALOAD);
            HostBits.toValue(code, type.result(0), memory);
            mv.visitInsn(Types.opcode(IRETURN, type.result(0)));
        } else {
            mv.visitVarInsn(ALOAD, memory);
            mv.visitInsn(SWAP);
            mv.visitFieldInsn(PUTFIELD, names.memory(), "passed", "[J");
            mv.visitInsn(RETURN);
        }
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    // Entry points: functions that the host may call.

    private static final String ENTRY = "e";

    private String entryDescriptor() {
        return "([J" + names.memoryType() + "I)[J";
    }

    private void entry(ClassWriter writer, int function) {
        FuncType type = layout.functionType(function);
        MethodVisitor mv =
                writer.visitMethod(
                        ACC_PUBLIC | ACC_STATIC, ENTRY + function, entryDescriptor(), null, null);
        mv.visitCode();
        MethodCode code = code(mv);
        if (Types.fit(type)) {
            for (int i = 0; i < type.paramCount(); i++) {
                mv.visitVarInsn(ALOAD, 0);
                code.push(i);
                mv.visitInsn(LALOAD);
                HostBits.toValue(code, type.param(i), 1);
            }
        } else {
            mv.visitVarInsn(ALOAD, 1);
            mv.visitVarInsn(ALOAD, 0);
            mv.visitFieldInsn(PUTFIELD, names.memory(), "passed", "[J");
        }
        mv.visitVarInsn(ALOAD, 1);
        mv.visitVarInsn(ILOAD, 2);
        code.call(classes.owner(function), classes.entry(function), descriptor(type, ""));
        int count = type.resultCount();
        if (count == 1) {
            HostBits.from(code, type.result(0), 1);
            mv.visitVarInsn(LSTORE, 3);
        }
        code.push(count);
        mv.visitIntInsn(NEWARRAY, T_LONG);
        for (int i = 0; i < count; i++) {
            mv.visitInsn(DUP);
            code.push(i);
            if (count == 1) {
                mv.visitVarInsn(LLOAD, 3);
            } else {
                mv.visitVarInsn(ALOAD, 1);
                mv.visitFieldInsn(GETFIELD, names.memory(), "passed", "[J");
                code.push(i);
                mv.visitInsn(LALOAD);
            }
            mv.visitInsn(LASTORE);
        }
        mv.visitInsn(ARETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    /**
     * Writes the method {@code call}, by which the main class implements the engine's interface: it
     * calls a function by its index.
     */
    private void call(ClassWriter writer, int[] functions) {
        MethodVisitor mv = writer.visitMethod(ACC_PUBLIC, "call", CALL, null, null);
        mv.visitCode();
        MethodCode code = code(mv);
        code.define(main);
        int function = code.define(Opcodes.INTEGER);
        int arguments = code.define("[J");
        mv.visitVarInsn(ALOAD, 0);
        mv.visitFieldInsn(GETFIELD, main, "instance", names.instanceType());
        code.call(names.ops(), "enter", "(" + names.instanceType() + ")" + names.memoryType());
        int memory = code.define(names.memory());
        mv.visitVarInsn(ASTORE, memory);
        for (int from = 0; from < functions.length; from += ENTRIES) {
            int[] chunk =
                    Arrays.copyOfRange(functions, from, Math.min(functions.length, from + ENTRIES));
            String owner = main + "Entries" + from / ENTRIES;
            entries(classes.opened(owner), owner, chunk);
            Label next = new Label();
            mv.visitVarInsn(ILOAD, function);
            code.push(chunk[chunk.length - 1]);
            mv.visitJumpInsn(IF_ICMPGT, next);
            mv.visitVarInsn(ALOAD, arguments);
            mv.visitVarInsn(ALOAD, memory);
            mv.visitInsn(DUP);
            mv.visitFieldInsn(GETFIELD, names.memory(), "depth", "I");
            mv.visitVarInsn(ILOAD, function);
            code.call(owner, "call", entriesDescriptor());
            mv.visitInsn(ARETURN);
            code.place(next);
        }
        unknown(code, function);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private String entriesDescriptor() {
        return "([J" + names.memoryType() + "II)[J";
    }

    private void entries(ClassWriter writer, String owner, int[] functions) {
        MethodVisitor mv =
                writer.visitMethod(
                        ACC_PUBLIC | ACC_STATIC, "call", entriesDescriptor(), null, null);
        mv.visitCode();
        MethodCode code = code(mv);
        int arguments = code.define("[J");
        int memory = code.define(names.memory());
        int depth = code.define(Opcodes.INTEGER);
        int function = code.define(Opcodes.INTEGER);
        Label none = new Label();
        Label[] ways = new Label[functions.length];
        Arrays.setAll(ways, made -> new Label());
        mv.visitVarInsn(ILOAD, function);
        mv.visitLookupSwitchInsn(none, functions, ways);
        for (int i = 0; i < ways.length; i++) {
            entry(writer, functions[i]);
            code.place(ways[i]);
            mv.visitVarInsn(ALOAD, arguments);
            mv.visitVarInsn(ALOAD, memory);
            mv.visitVarInsn(ILOAD, depth);
            code.call(owner, ENTRY + functions[i], entryDescriptor());
            mv.visitInsn(ARETURN);
        }
        code.place(none);
        unknown(code, function);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private void unknown(MethodCode code, int function) {
        code.mv.visitVarInsn(ILOAD, function);
        code.call(names.ops(), "unknownFunction", "(I)Ljava/lang/RuntimeException;");
        code.mv.visitInsn(ATHROW);
    }

    // Indirect calls.

    private void dispatchers() {
        Map<Integer, Integer> types = new TreeMap<>();
        Map<Integer, List<Integer>> functions = new TreeMap<>();
        for (int i = 0; i < layout.typeCount(); i++) {
            types.putIfAbsent(classes.canonical(i), i);
        }
        layout.referable().stream()
                .forEach(
                        function ->
                                functions
                                        .computeIfAbsent(
                                                classes.canonical(
                                                        layout.functionTypeIndex(function)),
                                                made -> new ArrayList<>())
                                        .add(function));
        types.forEach(
                (group, type) -> {
                    List<Integer> called = functions.getOrDefault(group, List.of());
                    dispatcher(type, called, classes.dispatch(type), classes::entry);
                    if (layout.hasTailCalls()) {
                        String name = classes.dispatchInPlace(type);
                        dispatcher(type, called, name, classes::inPlace);
                    }
                });
    }

    /**
     * Writes the methods that call functions of one type by index.
     *
     * @param methods the method of each function
     */
    private void dispatcher(
            int typeIndex, List<Integer> functions, String name, IntFunction<String> methods) {
        FuncType type = layout.type(typeIndex);
        String owner = classes.dispatcher(typeIndex);
        dispatcher(owner, name, type, functions, methods);
    }

    private void dispatcher(
            String owner,
            String name,
            FuncType type,
            List<Integer> functions,
            IntFunction<String> methods) {
        if (functions.size() <= CHOICES) {
            choice(classes.opened(owner), name, type, functions, methods);
            return;
        }
        List<List<Integer>> parts = Choices.parts(functions, CHOICES);
        MethodVisitor mv = begin(classes.opened(owner), name, type);
        MethodCode code = code(mv);
        int function = parameters(code, type);
        Choices.range(
                code,
                function,
                lasts(parts),
                i -> {
                    arguments(code, type);
                    mv.visitVarInsn(ILOAD, function);
                    mv.visitVarInsn(ALOAD, function + 1);
                    mv.visitVarInsn(ILOAD, function + 2);
                    code.call(part(owner, name, i), name, descriptor(type, "I"));
                    back(mv, type);
                });
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        for (int i = 0; i < parts.size(); i++) {
            dispatcher(part(owner, name, i), name, type, parts.get(i), methods);
        }
    }

    private static String part(String owner, String name, int part) {
        return owner + "_" + name + "_" + part;
    }

    /** Returns the last number of each part except the last one. */
    static int[] lasts(List<List<Integer>> parts) {
        return parts.subList(0, parts.size() - 1).stream()
                .mapToInt(part -> part.get(part.size() - 1))
                .toArray();
    }

    private void wrongType(MethodCode code) {
        code.call(names.ops(), "wrongType", "()Ljava/lang/RuntimeException;");
        code.mv.visitInsn(ATHROW);
    }

    private MethodVisitor begin(ClassWriter writer, String name, FuncType type) {
        MethodVisitor mv =
                writer.visitMethod(
                        ACC_PUBLIC | ACC_STATIC, name, descriptor(type, "I"), null, null);
        mv.visitCode();
        return mv;
    }

    /** Defines the parameters, and returns the local variable of the function's index. */
    private int parameters(MethodCode code, FuncType type) {
        for (int i = 0; Types.fit(type) && i < type.paramCount(); i++) {
            code.define(Types.verified(type.param(i)));
        }
        int function = code.define(Opcodes.INTEGER);
        code.define(names.memory());
        code.define(Opcodes.INTEGER);
        return function;
    }

    private static void arguments(MethodCode code, FuncType type) {
        int local = 0;
        for (int i = 0; Types.fit(type) && i < type.paramCount(); i++) {
            code.mv.visitVarInsn(Types.opcode(ILOAD, type.param(i)), local);
            local += Types.words(type.param(i));
        }
    }

    private static void back(MethodVisitor mv, FuncType type) {
        mv.visitInsn(type.resultCount() == 1 ? Types.opcode(IRETURN, type.result(0)) : RETURN);
    }

    private void choice(
            ClassWriter writer,
            String name,
            FuncType type,
            List<Integer> functions,
            IntFunction<String> methods) {
        MethodVisitor mv = begin(writer, name, type);
        MethodCode code = code(mv);
        int function = parameters(code, type);
        Label none = new Label();
        Label[] ways = new Label[functions.size()];
        int[] keys = new int[functions.size()];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = new Label();
            keys[i] = functions.get(i);
        }
        mv.visitVarInsn(ILOAD, function);
        mv.visitLookupSwitchInsn(none, keys, ways);
        for (int i = 0; i < ways.length; i++) {
            code.place(ways[i]);
            arguments(code, type);
            mv.visitVarInsn(ALOAD, function + 1);
            mv.visitVarInsn(ILOAD, function + 2);
            code.call(classes.owner(keys[i]), methods.apply(keys[i]), descriptor(type, ""));
            back(mv, type);
        }
        code.place(none);
        wrongType(code);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }
}
