package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Loads the classes of one module. They call into our classes and into Chicory's, internal ones
 * too, which no single bundle sees: so this one asks both.
 */
final class GuestClassLoader extends ClassLoader {

    static {
        // Calls that need different classes for the first time do not wait for each other.
        registerAsParallelCapable();
    }

    /**
     * Time, in ns, from which on loading a class is slow. How long the verifier takes is up to who
     * wrote the module: it compares all locals wherever control parts or meets. A call would not
     * see meanwhile that it is to stop.
     */
    private static final long SLOW_NANOS = 5_000_000;

    /** Classes that are not loaded yet. */
    private final Map<String, ClassFile> generated;

    /** Names of all classes of the module. */
    private final Set<String> own;

    private GuestClassLoader(Map<String, ClassFile> generated, Set<String> own) {
        super(GuestClassLoader.class.getClassLoader());
        this.generated = new ConcurrentHashMap<>(generated);
        this.own = own;
    }

    private static GuestClassLoader of(GeneratedCode code) {
        return new GuestClassLoader(code.classes(), code.classes().keySet());
    }

    /**
     * A module whose classes are loaded.
     *
     * @param machines makes machines of them
     * @param slow names of the classes that took long
     */
    record Loaded(Function<Instance, Machine> machines, Set<String> slow) {}

    /**
     * Loads the classes of a module that was just compiled. All of them, so that what is wrong with
     * one is known now.
     *
     * @throws LinkageError when the JVM does not take one of the classes
     */
    static Loaded load(GeneratedCode code) {
        var loader = of(code);
        Set<String> slow = new HashSet<>();
        for (String name : code.classes().keySet()) {
            long start = System.nanoTime();
            loader.initialize(name);
            if (System.nanoTime() - start > SLOW_NANOS && isSlow(name, code)) {
                slow.add(name);
            }
        }
        return new Loaded(machines(loader, code.mainClass()), slow);
    }

    /** Measures once more or twice, apart, as the thread may have been kept from running. */
    private static boolean isSlow(String name, GeneratedCode code) {
        Map<String, ClassFile> alone = Map.of(name, code.classes().get(name));
        for (int i = 0; i < 2; i++) {
            var apart = new GuestClassLoader(alone, code.classes().keySet());
            long start = System.nanoTime();
            apart.initialize(name);
            if (System.nanoTime() - start <= SLOW_NANOS) {
                return false;
            }
        }
        return true;
    }

    private Class<?> initialize(String name) {
        try {
            return Class.forName(name, true, this);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("generated classes could not be loaded", e);
        }
    }

    /**
     * Returns what makes machines of the classes of a module, and loads each class when the first
     * call gets to it, but for the slow ones: of a large program, a call needs a small part. Only
     * for classes that a JVM of this version has taken before.
     *
     * @throws LinkageError when the JVM does not take the main class, or a slow one
     */
    static Function<Instance, Machine> lazily(GeneratedCode code) {
        var loader = of(code);
        code.slow().forEach(loader::initialize);
        return machines(loader, code.mainClass());
    }

    private static Function<Instance, Machine> machines(GuestClassLoader loader, String mainClass) {
        try {
            Class<?> main = loader.initialize(mainClass);
            MethodHandle constructor =
                    MethodHandles.publicLookup()
                            .findConstructor(
                                    main, MethodType.methodType(void.class, Instance.class))
                            .asType(MethodType.methodType(Machine.class, Instance.class));
            return instance -> {
                try {
                    return (Machine) constructor.invokeExact(instance);
                } catch (RuntimeException | Error e) {
                    throw e;
                } catch (Throwable e) {
                    throw new IllegalStateException("machine could not be made", e);
                }
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated classes could not be loaded", e);
        }
    }

    /** A generated class comes first: no other one of its name gets in between. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            return generated.containsKey(name) ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ClassFile file = generated.get(name);
        if (file == null) {
            return Class.forName(name, false, Instance.class.getClassLoader());
        }
        byte[] bytes = file.plain();
        ReferenceCheck.require(bytes, own);
        Class<?> defined = defineClass(name, bytes, 0, bytes.length);
        // Not before: who runs out of memory here finds it when it tries again.
        generated.remove(name);
        return defined;
    }
}
