package org.vexhost.sandbox.compile;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Loads the classes of one module. They call into our classes and into Chicory's, internal ones
 * too, which no single bundle sees: so this one asks both.
 */
final class GuestClassLoader extends ClassLoader {

    private final Map<String, byte[]> generated;

    private GuestClassLoader(Map<String, byte[]> generated) {
        super(GuestClassLoader.class.getClassLoader());
        this.generated = new ConcurrentHashMap<>(generated);
    }

    /**
     * Loads the classes of a module, and returns what makes machines of them.
     *
     * @throws LinkageError when the JVM does not take one of the classes
     */
    static Function<Instance, Machine> load(GeneratedCode code) {
        var loader = new GuestClassLoader(code.classes());
        try {
            // All of them, so that what is wrong with one is known now, and no call waits for it.
            for (String name : code.classes().keySet()) {
                Class.forName(name, true, loader);
            }
            Class<?> main = Class.forName(code.mainClass(), true, loader);
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
        byte[] bytes = generated.remove(name);
        if (bytes != null) {
            return defineClass(name, bytes, 0, bytes.length);
        }
        return Class.forName(name, false, Instance.class.getClassLoader());
    }
}
