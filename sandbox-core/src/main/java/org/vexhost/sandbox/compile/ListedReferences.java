package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.OpcodeImpl;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import org.vexhost.sandbox.codegen.runtime.Access;
import org.vexhost.sandbox.codegen.runtime.AccessChoice;
import org.vexhost.sandbox.codegen.runtime.Arithmetic;
import org.vexhost.sandbox.codegen.runtime.BoundedAccess;
import org.vexhost.sandbox.codegen.runtime.GuestException;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.guest.GuestExceptions;
import org.vexhost.sandbox.guest.support.AtomicAccess;
import org.vexhost.sandbox.guest.support.CodeSupport;
import org.vexhost.sandbox.guest.support.CompactAccess;
import org.vexhost.sandbox.guest.support.GuestOps;
import org.vexhost.sandbox.guest.support.UnsignedOps;
import org.vexhost.sandbox.vector.DoubleLanes;
import org.vexhost.sandbox.vector.FloatLanes;
import org.vexhost.sandbox.vector.Lanes16;
import org.vexhost.sandbox.vector.Lanes32;
import org.vexhost.sandbox.vector.Lanes64;
import org.vexhost.sandbox.vector.Lanes8;
import org.vexhost.sandbox.vector.WholeLanes;

/**
 * The list of classes and members outside of its module that generated code may refer to: our
 * helpers, Chicory's operators, and some methods of the JDK. Any other reference means that the
 * code is not the output of one of the compilers, or that a compiler has a bug.
 */
final class ListedReferences {

    /** The classes of our helpers. Generated code may call all their public static methods. */
    private static final Set<Class<?>> HELPERS =
            Set.of(
                    CodeSupport.class,
                    GuestOps.class,
                    GuestExceptions.class,
                    Access.class,
                    BoundedAccess.class,
                    AtomicAccess.class,
                    CompactAccess.class,
                    UnsignedOps.class,
                    Arithmetic.class,
                    WholeLanes.class,
                    Lanes8.class,
                    Lanes16.class,
                    Lanes32.class,
                    Lanes64.class,
                    FloatLanes.class,
                    DoubleLanes.class,
                    OpcodeImpl.class);

    private static final Set<String> FIELDS =
            Set.of(
                    "ask", "data", "depth", "fuel", "global0", "global1", "globals", "handed",
                    "limit", "next", "owner", "passed", "slices", "stopped");

    /** Classes that may be named in types, exception handlers or arrays. */
    private static final Set<String> OTHER_CLASSES =
            Set.of(
                    "[B",
                    "[J",
                    "java/lang/Double",
                    "java/lang/Float",
                    "java/lang/Integer",
                    "java/lang/Long",
                    "java/lang/Math",
                    "java/lang/Object",
                    "java/lang/StackOverflowError",
                    "java/lang/Throwable",
                    "com/dylibso/chicory/runtime/Machine",
                    "com/dylibso/chicory/runtime/internal/CompilerInterpreterMachine",
                    "com/dylibso/chicory/wasm/types/Value");

    private static final Set<String> OTHER_METHODS =
            Set.of(
                    "java/lang/Object.<init>()V",
                    "java/lang/Math.sqrt(D)D",
                    "java/lang/Integer.bitCount(I)I",
                    "java/lang/Integer.compareUnsigned(II)I",
                    "java/lang/Integer.numberOfLeadingZeros(I)I",
                    "java/lang/Integer.numberOfTrailingZeros(I)I",
                    "java/lang/Integer.rotateLeft(II)I",
                    "java/lang/Integer.rotateRight(II)I",
                    "java/lang/Long.bitCount(J)I",
                    "java/lang/Long.numberOfLeadingZeros(J)I",
                    "java/lang/Long.numberOfTrailingZeros(J)I",
                    "java/lang/Long.rotateLeft(JI)J",
                    "java/lang/Long.rotateRight(JI)J",
                    "java/lang/Double.doubleToRawLongBits(D)J",
                    "java/lang/Double.longBitsToDouble(J)D",
                    "java/lang/Float.floatToRawIntBits(F)I",
                    "java/lang/Float.intBitsToFloat(I)F",
                    "com/dylibso/chicory/runtime/Instance.memory()Lcom/dylibso/chicory/runtime/Memory;",
                    "com/dylibso/chicory/runtime/Instance.setElement(ILcom/dylibso/chicory/wasm/types/Element;)V",
                    "com/dylibso/chicory/runtime/internal/CompilerInterpreterMachine.<init>(Lcom/dylibso/chicory/runtime/Instance;[I)V",
                    "com/dylibso/chicory/runtime/internal/CompilerInterpreterMachine.call(I[J)[J",
                    "com/dylibso/chicory/wasm/types/Value.doubleToLong(D)J",
                    "com/dylibso/chicory/wasm/types/Value.floatToLong(F)J",
                    "com/dylibso/chicory/wasm/types/Value.longToDouble(J)D",
                    "com/dylibso/chicory/wasm/types/Value.longToFloat(J)F",
                    "org/vexhost/sandbox/guest/FlatMemory.refill()J");

    private static final ListedReferences LIST = new ListedReferences();

    private final Set<String> classes = new HashSet<>(OTHER_CLASSES);
    private final Set<String> members = new HashSet<>(OTHER_METHODS);

    private ListedReferences() {
        classes.add(name(Instance.class));
        classes.add(name(FlatMemory.class));
        classes.add(name(GuestException.class));
        HELPERS.forEach(this::addHelper);
        addHelper(AccessChoice.BOUNDED);
        for (Field field : FlatMemory.class.getDeclaredFields()) {
            if (FIELDS.contains(field.getName())) {
                members.add(
                        name(FlatMemory.class)
                                + "."
                                + field.getName()
                                + field.getType().descriptorString());
            }
        }
    }

    private void addHelper(Class<?> helper) {
        classes.add(name(helper));
        for (Method method : helper.getDeclaredMethods()) {
            int both = Modifier.PUBLIC | Modifier.STATIC;
            if ((method.getModifiers() & both) == both) {
                MethodType type =
                        MethodType.methodType(method.getReturnType(), method.getParameterTypes());
                members.add(
                        name(helper) + "." + method.getName() + type.toMethodDescriptorString());
            }
        }
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /** Returns whether a class, given by its internal name, may be named. */
    static boolean hasClass(String name) {
        return LIST.classes.contains(name);
    }

    /**
     * Returns whether a field or method may be used.
     *
     * @param member the internal name of the class, a dot, the name of the member, and its
     *     descriptor
     */
    static boolean hasMember(String member) {
        return LIST.members.contains(member);
    }
}
