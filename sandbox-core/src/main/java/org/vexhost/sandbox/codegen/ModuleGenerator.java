package org.vexhost.sandbox.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.Vectors;
import org.vexhost.sandbox.codegen.assembler.FrameClass;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.emit.FunctionContext;
import org.vexhost.sandbox.codegen.runtime.RuntimeNames;
import org.vexhost.sandbox.codegen.split.Liveness;
import org.vexhost.sandbox.codegen.split.Sizes;
import org.vexhost.sandbox.codegen.split.Splitter;
import org.vexhost.sandbox.codegen.split.Survey;
import org.vexhost.sandbox.codegen.tree.Node;
import org.vexhost.sandbox.codegen.tree.TreeReader;
import org.vexhost.sandbox.meter.CallDepth;
import org.vexhost.sandbox.meter.NanBits;

/**
 * Compiles a validated module to JVM classes. Functions become static methods, which are divided
 * into classes of a few dozen kilobytes. The host calls them through a main class.
 */
public final class ModuleGenerator implements FunctionContext.Methods {

    private static final String MAIN = "Main";

    /** Bytes of Wasm per class: a class can have at most 65,535 constants. */
    private static final int WASM_BYTES = 12_000;

    /** The number of parts of split functions per class. */
    private static final int PARTS = 24;

    /** The estimated size of their bytecode, in bytes, above which a class takes no more parts. */
    private static final int PART_BYTES = 24_000;

    /** The number of types per class for indirect calls. */
    private static final int TYPES = 16;

    private final ModuleLayout source;

    /** The same module without vectors. */
    private final ModuleLayout layout;

    private final RuntimeNames names;

    /** The internal name of the package of the classes, with a slash at the end. */
    private final String prefix;

    private final NanBits nans;
    private final BitSet mayGrow;
    private final Splitter splitter;
    private final TailWriter tails;
    private final int[] owners;

    /** For each type, the first type with the same parameters and results. */
    private final int[] canonical;

    private final Map<String, ClassWriter> open = new LinkedHashMap<>();
    private final Map<String, byte[]> classes = new HashMap<>();
    private int parts;
    private int partClass;
    private int inPartClass;
    private int partBytes;

    private ModuleGenerator(
            ModuleLayout source,
            RuntimeNames names,
            String packageName,
            NanBits nans,
            BitSet mayGrow,
            int maxBytes) {
        this.source = source;
        this.prefix = packageName.replace('.', '/') + "/";
        this.layout = source.lowered();
        this.names = names;
        this.nans = nans;
        this.mayGrow = mayGrow;
        this.splitter = new Splitter(maxBytes);
        this.tails = new TailWriter(layout, names, this);
        this.owners = new int[layout.functionCount()];
        this.canonical = new int[layout.typeCount()];
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < canonical.length; i++) {
            canonical[i] = first.computeIfAbsent(source.type(i).codes(), made -> first.size());
        }
        int bytes = 0;
        int owner = 0;
        for (int i = 0; i < layout.bodyCount(); i++) {
            Body body = layout.body(i);
            bytes += body.to() - body.from() + 20;
            if (bytes > WASM_BYTES) {
                owner++;
                bytes = 0;
            }
            owners[layout.importedFunctions() + i] = owner;
        }
    }

    /**
     * Compiles a module.
     *
     * @param layout the module, validated
     * @param names the names of the runtime classes that generated code uses
     * @param packageName the package of the classes
     * @param nans the handling of NaN bits
     * @param mayGrow functions during which the memory may grow
     * @param maxBytes the estimated size of bytecode above which a function is split, in bytes
     * @return the classes by name
     */
    public static Map<String, byte[]> generate(
            ModuleLayout layout,
            RuntimeNames names,
            String packageName,
            NanBits nans,
            BitSet mayGrow,
            int maxBytes)
            throws InvalidModuleException {
        return new ModuleGenerator(layout, names, packageName, nans, mayGrow, maxBytes).generate();
    }

    /**
     * Returns the name of the main class.
     *
     * @param packageName the package of the classes
     */
    public static String main(String packageName) {
        return packageName + "." + MAIN;
    }

    private Map<String, byte[]> generate() throws InvalidModuleException {
        CallDepth depths = new CallDepth(layout);
        int last = -1;
        for (int i = 0; i < layout.bodyCount(); i++) {
            int function = layout.importedFunctions() + i;
            if (owners[function] != last) {
                close();
                last = owners[function];
            }
            function(function, depths.weight(i) + TailWriter.weight(layout, function));
        }
        close();
        ClassWriter main = opened(main());
        new EntryWriter(layout, names, this).write(main);
        tails.choices();
        close();
        return classes;
    }

    /** Returns whether a function makes tail calls to other functions. */
    boolean handsOn(int function) {
        int defined = function - layout.importedFunctions();
        return defined >= 0 && layout.body(defined).handsOn();
    }

    private void function(int function, int weight) throws InvalidModuleException {
        int defined = function - layout.importedFunctions();
        TreeReader.Tree tree = TreeReader.read(source, layout, defined);
        Node root = tree.root();
        int size = Sizes.set(root.body);
        byte[] own = Vectors.lower(source.localTypes(defined));
        int declared = own.length;
        int known = declared + tree.added();
        boolean more = splitter.split(root, size, known);
        Survey survey = Survey.of(root.body);
        byte[] localTypes = Arrays.copyOf(own, more ? known + 1 : known);
        Arrays.fill(localTypes, declared, known, Types.EXNREF);
        if (more) {
            localTypes[known] = Types.I32;
        }
        if (survey.regions) {
            Liveness.set(root, localTypes.length, size);
        }
        FrameClass frame = new FrameClass(prefix + "Frame" + function, localTypes);
        var context =
                new FunctionContext(
                        function,
                        layout,
                        names,
                        nans,
                        mayGrow,
                        localTypes,
                        tree.catches(),
                        frame,
                        this);
        MethodVisitor mv =
                opened(owner(function))
                        .visitMethod(
                                ACC_PUBLIC | ACC_STATIC,
                                FunctionWriter.name(function),
                                context.descriptor(context.type, ""),
                                null,
                                null);
        FunctionWriter.write(context, mv, root, weight, survey);
        if (handsOn(function)) {
            tails.function(opened(owner(function)), function);
        }
        if (survey.regions) {
            classes.put(name(frame.name()), frame.write());
        }
    }

    /** Returns the number that all types with the same parameters and results share. */
    int canonical(int type) {
        return canonical[type];
    }

    /** Returns the internal name of the main class. */
    String main() {
        return prefix + MAIN;
    }

    @Override
    public String owner(int function) {
        return function < layout.importedFunctions() ? main() : prefix + "Code" + owners[function];
    }

    @Override
    public String entry(int function) {
        return handsOn(function) ? TailWriter.entry(function) : FunctionWriter.name(function);
    }

    @Override
    public String inPlace(int function) {
        return handsOn(function) ? TailWriter.passing(function) : FunctionWriter.name(function);
    }

    @Override
    public String dispatcher(int type) {
        return prefix + "Types" + canonical(type) / TYPES;
    }

    @Override
    public String dispatch(int type) {
        return "t" + canonical(type);
    }

    @Override
    public String dispatchInPlace(int type) {
        return "p" + canonical(type);
    }

    @Override
    public FunctionContext.Part begin(int function, String descriptor, int size) {
        if (inPartClass == PARTS || partBytes + size > PART_BYTES) {
            nextPartClass();
        }
        inPartClass++;
        partBytes += size;
        String owner = prefix + "Part" + partClass;
        String name = "part_" + function + "_" + parts++;
        MethodVisitor mv =
                opened(owner).visitMethod(ACC_PUBLIC | ACC_STATIC, name, descriptor, null, null);
        return new FunctionContext.Part(owner, name, mv);
    }

    /** Returns the writer of a class; starts the class if needed. */
    ClassWriter opened(String internalName) {
        return open.computeIfAbsent(
                internalName,
                made -> {
                    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
                    String[] implemented =
                            made.equals(main()) ? new String[] {names.machine()} : null;
                    writer.visit(
                            V17,
                            ACC_PUBLIC | ACC_FINAL | ACC_SUPER,
                            made,
                            null,
                            "java/lang/Object",
                            implemented);
                    return writer;
                });
    }

    /** Finishes the open classes. Later parts go to new classes. */
    private void close() {
        open.forEach(
                (name, writer) -> {
                    writer.visitEnd();
                    classes.put(name(name), writer.toByteArray());
                });
        open.clear();
        nextPartClass();
    }

    private void nextPartClass() {
        if (inPartClass > 0) {
            partClass++;
            inPartClass = 0;
            partBytes = 0;
        }
    }

    private static String name(String internalName) {
        return internalName.replace('/', '.');
    }
}
