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

    /** The class that was chosen for this process. */
    public static final Class<?> BOUNDED =
            isDirectPossible() ? DirectAccess.class : BoundedAccess.class;

    private AccessChoice() {}

    private static boolean isDirectPossible() {
        return !"false".equals(System.getProperty(SETTING))
                && isPermitted(Runtime.version().feature(), System.getProperty(PERMISSION))
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && PROCESSORS.contains(System.getProperty("os.arch", ""))
                && works();
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
