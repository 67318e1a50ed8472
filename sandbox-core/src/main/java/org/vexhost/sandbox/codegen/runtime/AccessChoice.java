package org.vexhost.sandbox.codegen.runtime;

import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the loads and stores that generated code uses for memories that may grow: {@link
 * DirectAccess} where the JVM allows it, and otherwise {@link BoundedAccess}.
 */
public final class AccessChoice {

    /** Set to {@code false}, it makes generated code use {@link BoundedAccess} everywhere. */
    static final String SETTING = "vexhost.directMemory";

    /** What the JVM was told with {@code --sun-misc-unsafe-memory-access}. */
    private static final String PERMISSION = "sun.misc.unsafe.memory.access";

    /** The first JDK that writes a warning when direct access was not permitted. */
    private static final int FIRST_WARNING = 24;

    /** The processors that access numbers at any address. */
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

    /** Why this process does not use {@link DirectAccess}, or null if it does. */
    public static final @Nullable String OBSTACLE = obstacle();

    /** The class that was chosen for this process. */
    public static final Class<?> BOUNDED =
            OBSTACLE == null ? DirectAccess.class : BoundedAccess.class;

    private AccessChoice() {}

    private static @Nullable String obstacle() {
        String processor = System.getProperty("os.arch", "");
        if ("false".equals(System.getProperty(SETTING))) {
            return "-D" + SETTING + "=false is set";
        }
        if (!isPermitted(Runtime.version().feature(), System.getProperty(PERMISSION))) {
            return "the JVM was started without --sun-misc-unsafe-memory-access=allow";
        }
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN || !PROCESSORS.contains(processor)) {
            return "it is not used on this processor [" + processor + "]";
        }
        return works() ? null : "the JVM has no usable sun.misc.Unsafe";
    }

    /**
     * Returns whether direct access works without a warning.
     *
     * @param jdk the feature version of the JDK, such as 17
     * @param permission the value of {@link #PERMISSION}, or null
     */
    static boolean isPermitted(int jdk, @Nullable String permission) {
        return permission == null ? jdk < FIRST_WARNING : permission.equals("allow");
    }

    /** Tries direct access, which future JDKs and other JVMs may lack. */
    private static boolean works() {
        try {
            byte[] memory = new byte[Long.BYTES + 1];
            DirectAccess.store64(0, 0x0807_0605_0403_0201L, 1, memory, memory.length);
            return memory[0] == 0
                    && BoundedAccess.load32(1, 4, memory, memory.length) == 0x0807_0605
                    && DirectAccess.load32(1, 4, memory, memory.length) == 0x0807_0605;
        } catch (UnsupportedOperationException | LinkageError e) {
            return false;
        }
    }
}
