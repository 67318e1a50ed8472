package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.vexhost.sandbox.compile.cache.ClassFile;
import org.vexhost.sandbox.compile.cache.GeneratedCode;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;

/**
 * The class loader for the generated classes of one module. The generated classes use our classes
 * and Chicory's, including internal classes. No single bundle can load all of these, so this class
 * loader delegates to both bundles.
 */
final class GuestClassLoader extends ClassLoader {

    static {
        // Calls that load different classes do not wait for each other.
        registerAsParallelCapable();
    }

    /**
     * The time in ns above which a class counts as slow to load. The author of the module controls
     * how long verification takes, since the verifier compares all locals wherever control branches
     * or merges. A call cannot be stopped while it waits for a class to be loaded.
     */
    private static final long SLOW_NANOS = 5_000_000;

    /** The time in ns during which loaded classes are recorded. */
    private static final long RECORDED_NANOS = 3_000_000_000L;

    /** The classes that are not loaded yet. */
    private final Map<String, ClassFile> generated;

    /** The names of all classes of the module. */
    private final Set<String> own;

    /** The names of the loaded classes, in order, while they are recorded. */
    private final Queue<String> recorded = new ConcurrentLinkedQueue<>();

    private final long created = System.nanoTime();
    private volatile boolean isRecording;

    private GuestClassLoader(Map<String, ClassFile> generated, Set<String> own) {
        super(GuestClassLoader.class.getClassLoader());
        this.generated = new ConcurrentHashMap<>(generated);
        this.own = own;
    }

    private static GuestClassLoader of(GeneratedCode code) {
        return new GuestClassLoader(code.classes(), code.classes().keySet());
    }

    /**
     * A module with loaded classes.
     *
     * @param machines creates the machine of an instance
     * @param slow the names of the classes that took long to load
     */
    record Loaded(Function<Instance, Machine> machines, Set<String> slow) {}

    /**
     * Loads all classes of a module that was just compiled. An error in any class is thus found
     * immediately.
     *
     * @throws LinkageError if the JVM rejects one of the classes
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

    /**
     * Loads a class up to two more times, in separate class loaders, and returns whether it is slow
     * each time. The first measurement may have been wrong because the thread was descheduled.
     */
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
     * Returns a factory for machines. Each class is loaded when a call first needs it, since a call
     * needs only a small part of a large program. Classes that are slow to load are loaded
     * immediately. Use this method only for classes that a JVM of the same version has already
     * accepted.
     *
     * @throws LinkageError if the JVM rejects the main class or a slow class
     */
    static Lazily lazily(GeneratedCode code) {
        var loader = of(code);
        code.slow().forEach(loader::initialize);
        return new Lazily(machines(loader, code.mainClass()), loader);
    }

    /**
     * A module whose classes are loaded when they are needed.
     *
     * @param machines creates the machine of an instance
     * @param loader loads the classes
     */
    record Lazily(Function<Instance, Machine> machines, GuestClassLoader loader) {}

    /** Records the names of the classes that are loaded from now on. */
    void record() {
        isRecording = true;
    }

    /** Ends recording; returns the names, in order. */
    List<String> recorded() {
        isRecording = false;
        return recorded.stream().limit(GeneratedCodeCache.MAX_LOAD_ORDER).toList();
    }

    /** Returns how many classes are not loaded yet. */
    int left() {
        return generated.size();
    }

    /** Loads a class, if the module has a class of that name. */
    void preload(String name) {
        if (own.contains(name)) {
            Class<?> ignored = initialize(name);
        }
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

    /**
     * Looks for a generated class first, so that no other class of the same name can replace it.
     */
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
        keepOutOfArchives(defined);
        // The entry is not removed earlier. After an OutOfMemoryError, the next attempt must still
        // find it.
        generated.remove(name);
        if (isRecording && System.nanoTime() - created < RECORDED_NANOS) {
            recorded.add(name);
        }
        return defined;
    }

    /**
     * Keeps a class out of the archive of classes (CDS) that the JVM may write when it ends. From
     * such an archive, a later JVM takes a class instead of the one that it is given if both have
     * the same name, size and CRC-32. The author of a module can arrange that, so code of one
     * module could run as code of another. The JVM does not archive classes that have signers.
     */
    private void keepOutOfArchives(Class<?> defined) {
        setSigners(defined, new Object[0]);
    }
}
