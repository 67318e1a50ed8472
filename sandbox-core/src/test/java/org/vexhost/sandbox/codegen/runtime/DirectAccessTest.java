package org.vexhost.sandbox.codegen.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A load or store without the checks of the JDK")
class DirectAccessTest {

    private static final int LIMIT = 65_536;
    private static final int SLACK = 64;
    private static final long SEED = 20;

    private static final Map<Class<?>, Object> VALUES =
            Map.of(
                    byte.class,
                    (byte) -2,
                    short.class,
                    (short) -3,
                    int.class,
                    0x8001_0203,
                    long.class,
                    0x8001_0203_0405_0607L,
                    float.class,
                    -1.5f,
                    double.class,
                    -2.5);

    /**
     * Whatever is outside of an array is not visible to a test, but what is behind the limit is.
     */
    private final byte[] memory = random(LIMIT + SLACK);

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static List<Method> accesses() {
        List<Method> methods = new ArrayList<>();
        for (Method each : DirectAccess.class.getDeclaredMethods()) {
            if (Modifier.isPublic(each.getModifiers())) {
                methods.add(each);
            }
        }
        assertEquals(12, methods.size());
        return methods;
    }

    private static int size(Method method) {
        String digits = method.getName().replaceAll("[^0-9]", "");
        return Integer.parseInt(digits) / Byte.SIZE;
    }

    /** Calls a load or store, and returns the loaded value or the exception's class. */
    private static Object call(Method method, int base, int offset, byte[] memory, int limit)
            throws ReflectiveOperationException {
        Class<?>[] types = method.getParameterTypes();
        Object[] words =
                types.length == 4
                        ? new Object[] {base, offset, memory, limit}
                        : new Object[] {base, VALUES.get(types[1]), offset, memory, limit};
        try {
            return String.valueOf(method.invoke(null, words));
        } catch (InvocationTargetException e) {
            return e.getCause().getClass();
        }
    }

    private static void assertRefused(int base, int offset, byte[] memory, int limit)
            throws ReflectiveOperationException {
        byte[] before = memory.clone();
        for (Method each : accesses()) {
            assertEquals(
                    ArrayIndexOutOfBoundsException.class,
                    call(each, base, offset, memory, limit),
                    each::toString);
        }
        assertArrayEquals(before, memory);
    }

    @Test
    void doesWhatCheckedAccessDoes() throws ReflectiveOperationException {
        Random random = new Random(SEED);
        int[] edges = {0, 1, LIMIT - 8, LIMIT - 4, LIMIT - 1, LIMIT, -1, -LIMIT, 1 << 31};
        for (Method each : accesses()) {
            Method checked =
                    BoundedAccess.class.getMethod(each.getName(), each.getParameterTypes());
            byte[] same = memory.clone();
            for (int i = 0; i < 20_000; i++) {
                int base = edges[random.nextInt(edges.length)] + random.nextInt(9) - 4;
                int offset =
                        random.nextBoolean()
                                ? random.nextInt(9)
                                : edges[random.nextInt(edges.length)] - base;
                assertEquals(
                        call(checked, base, offset, same, LIMIT),
                        call(each, base, offset, memory, LIMIT),
                        () -> each + " at " + base + " + " + offset);
            }
            assertArrayEquals(same, memory, each::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 0",
        "0, 65536",
        "2147483647, 0",
        "0, 2147483647",
        "2147483647, 2147483647",
        "-1, 0",
        "0, -1",
        "-1, 1",
        "1, -1",
        "-1, -1",
        "-65536, 65536",
        "65536, -65536",
        "-2147483648, -2147483648",
    })
    void isRefusedOutOfBounds(int base, int offset) throws ReflectiveOperationException {
        assertRefused(base, offset, memory, LIMIT);
    }

    @Test
    void isRefusedIfOnlyItsLastByteIsOutOfBounds() throws ReflectiveOperationException {
        for (Method each : accesses()) {
            int last = LIMIT - size(each);
            assertEquals(String.class, call(each, last, 0, memory, LIMIT).getClass());
            assertEquals(ArrayIndexOutOfBoundsException.class, call(each, last, 1, memory, LIMIT));
        }
    }

    @DisplayName("stays inside of the array whatever the limit is")
    @ParameterizedTest
    @ValueSource(ints = {LIMIT, Integer.MAX_VALUE, Integer.MAX_VALUE - 7})
    void staysInsideTheArray(int limit) throws ReflectiveOperationException {
        byte[] shorter = random(SLACK);
        assertRefused(SLACK, 0, shorter, limit);
        assertRefused(0, SLACK, shorter, limit);
        assertRefused(-1, 0, shorter, limit);
        assertRefused(0, 0, new byte[0], limit);
        for (Method each : accesses()) {
            int last = SLACK - size(each);
            assertEquals(String.class, call(each, last, 0, shorter, limit).getClass());
            assertEquals(ArrayIndexOutOfBoundsException.class, call(each, last, 1, shorter, limit));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -8, Integer.MIN_VALUE, Integer.MIN_VALUE + 8})
    void isRefusedWithoutAnyMemory(int limit) throws ReflectiveOperationException {
        assertRefused(0, 0, memory, limit);
        assertRefused(-8, 8, memory, limit);
        assertRefused(Integer.MAX_VALUE, 0, memory, limit);
    }

    @Test
    void isRefusedWithoutAnArray() throws ReflectiveOperationException {
        for (Method each : accesses()) {
            assertEquals(NullPointerException.class, call(each, 0, 0, null, LIMIT));
        }
    }

    @Test
    void isCheckedInCompiledCodeToo() {
        byte[] bytes = new byte[LIMIT + SLACK];
        long sum = 0;
        for (int round = 0; round < 200; round++) {
            for (int at = 0; at <= LIMIT - Long.BYTES; at += Long.BYTES) {
                DirectAccess.store64(at, at, 0, bytes, LIMIT);
                sum += DirectAccess.load32(at, 4, bytes, LIMIT);
            }
        }
        assertEquals(0, sum);
        byte[] before = bytes.clone();
        for (int past = LIMIT - 7; past < LIMIT + SLACK; past++) {
            int base = past;
            assertThrows(
                    ArrayIndexOutOfBoundsException.class,
                    () -> DirectAccess.store64(base, -1, 0, bytes, LIMIT));
        }
        assertEquals(-1, Arrays.mismatch(before, bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "17, , true",
        "23, , true",
        "24, , false",
        "25, allow, true",
        "25, warn, false",
        "25, deny, false",
        "23, deny, false",
    })
    void isUsedWhereTheJvmDoesNotWarn(int jdk, String permission, boolean isUsed) {
        assertEquals(isUsed, AccessChoice.isPermitted(jdk, permission));
    }
}
