package org.vexhost.sandbox.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.dylibso.chicory.runtime.ImportValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLimits;
import org.vexhost.sandbox.compile.cache.ClassFile;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;
import org.vexhost.sandbox.guest.FuelGauge;
import org.vexhost.sandbox.guest.GuestInstance;
import org.vexhost.sandbox.guest.InstanceOptions;
import org.vexhost.sandbox.guest.MemoryPool;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("What generated code refers to")
class ReferenceCheckTest {

    private static final String OWN = "org/vexhost/generated/Own";
    private static final Set<String> NAMES =
            Set.of(OWN.replace('/', '.'), "org.vexhost.generated.Other");
    private static final String ESCAPED = "vexhost.test.escaped";

    private static byte[] classWith(String parent, Consumer<MethodVisitor> code) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, OWN, null, parent, null);
        MethodVisitor method =
                writer.visitMethod(
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        method.visitCode();
        code.accept(method);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] classWith(Consumer<MethodVisitor> code) {
        return classWith("java/lang/Object", code);
    }

    private static byte[] calling(String owner, String name, String descriptor) {
        return classWith(
                code -> code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false));
    }

    private static String refusal(byte[] file) {
        return String.valueOf(
                assertThrows(LinkageError.class, () -> ReferenceCheck.require(file, NAMES))
                        .getMessage());
    }

    @Test
    @DisplayName("is its own module, and what is listed")
    void listed() {
        assertDoesNotThrow(
                () -> {
                    ReferenceCheck.require(
                            calling("org/vexhost/generated/Other", "f1", "()V"), NAMES);
                    ReferenceCheck.require(calling("java/lang/Math", "sqrt", "(D)D"), NAMES);
                    ReferenceCheck.require(
                            calling(
                                    "org/vexhost/sandbox/guest/support/CodeSupport",
                                    "divide",
                                    "(II)I"),
                            NAMES);
                });
    }

    @Test
    @DisplayName("is no other class, method or field")
    void notListed() {
        assertEquals(
                "generated class refers to class 'java/lang/Runtime'",
                refusal(calling("java/lang/Runtime", "getRuntime", "()Ljava/lang/Runtime;")));
        assertTrue(refusal(calling("java/lang/Math", "random", "()D")).contains("Math.random()D"));
        // A listed method has one descriptor: others of its name are others.
        assertTrue(refusal(calling("java/lang/Math", "sqrt", "(I)D")).contains("sqrt(I)D"));
        assertTrue(
                refusal(calling("org/vexhost/sandbox/guest/FlatMemory", "close", "()V"))
                        .contains("FlatMemory.close()V"));
        assertTrue(
                refusal(
                                classWith(
                                        code ->
                                                code.visitFieldInsn(
                                                        Opcodes.GETSTATIC,
                                                        "org/vexhost/sandbox/guest/support/CodeSupport",
                                                        "NAMES",
                                                        "Ljava/lang/Object;")))
                        .contains("CodeSupport.NAMES"));
        assertTrue(
                refusal(classWith(code -> code.visitLdcInsn(Type.getObjectType("java/io/File"))))
                        .contains("java/io/File"));
    }

    @Test
    @DisplayName("is nothing that is bound at run time, and no other parent")
    void otherWays() {
        Handle handle =
                new Handle(Opcodes.H_INVOKESTATIC, "java/lang/System", "exit", "(I)V", false);
        assertTrue(
                refusal(classWith(code -> code.visitLdcInsn(handle))).contains("constant of kind"));
        assertTrue(
                refusal(classWith(code -> code.visitInvokeDynamicInsn("run", "()V", handle)))
                        .contains("constant of kind"));
        assertEquals(
                "generated class refers to parent 'java/lang/Throwable'",
                refusal(classWith("java/lang/Throwable", code -> {})));
    }

    @Test
    @DisplayName("is looked for in files of any length and content")
    void damaged() {
        byte[] whole = calling("java/lang/Math", "sqrt", "(D)D");
        int pool = new String(whole, StandardCharsets.ISO_8859_1).indexOf("Code");
        for (int length = 0; length < pool; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(LinkageError.class, () -> ReferenceCheck.require(part, NAMES));
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) 0xFF;
            try {
                ReferenceCheck.require(changed, NAMES);
            } catch (LinkageError e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("generated class"));
            }
        }
    }

    /** Gives back what was kept, with another class in the place of the module's. */
    private static final class OtherClass implements GeneratedCodeCache {

        private Optional<GeneratedCode> kept = Optional.empty();

        @Override
        public Optional<GeneratedCode> find(String key) {
            return kept.map(
                    code -> {
                        Map<String, ClassFile> classes = new HashMap<>(code.classes());
                        classes.put(code.mainClass(), ClassFile.of(escaping(code.mainClass())));
                        return new GeneratedCode(
                                code.mainClass(),
                                classes,
                                Set.of(),
                                code.skeleton(),
                                code.guestGlobals(),
                                code.interpreted(),
                                code.validated());
                    });
        }

        @Override
        public void keep(String key, GeneratedCode code) {
            kept = Optional.of(code);
        }

        private static byte[] escaping(String name) {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            writer.visit(
                    Opcodes.V17,
                    Opcodes.ACC_PUBLIC,
                    name.replace('.', '/'),
                    null,
                    "java/lang/Object",
                    null);
            MethodVisitor code =
                    writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
            code.visitCode();
            code.visitLdcInsn(ESCAPED);
            code.visitLdcInsn("yes");
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "java/lang/System",
                    "setProperty",
                    "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
                    false);
            code.visitInsn(Opcodes.POP);
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
            writer.visitEnd();
            return writer.toByteArray();
        }
    }

    @Test
    @DisplayName("is checked in what a cache gives, which is made anew if it is wrong")
    void fromACache() throws InvalidModuleException {
        ModuleWriter module = new ModuleWriter();
        int type = module.type(new int[0], new int[] {ModuleWriter.I32});
        module.export("run", 0, module.function(type, new int[0], Bytes.of(0x41, 42)));
        ModuleLayout layout = ModuleLayout.of(module.toByteArray(), ModuleLimits.DEFAULT);
        OwnCompiler compiler = new OwnCompiler(new OtherClass());
        for (int i = 0; i < 2; i++) {
            CompiledModule compiled = compiler.compile(layout, CompileOptions.DEFAULT);
            assertEquals(0, compiled.interpretedFunctions());
            FuelGauge gauge = new FuelGauge(1_000);
            var options = new InstanceOptions(1 << 20, 1_000, 1_000, gauge, MemoryPool.NONE, null);
            try (GuestInstance guest = compiled.instantiate(ImportValues.empty(), options)) {
                assertArrayEquals(new long[] {42}, guest.call("run"));
            }
            assertNull(System.getProperty(ESCAPED));
        }
    }
}
