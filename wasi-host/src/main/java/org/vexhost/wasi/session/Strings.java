package org.vexhost.wasi.session;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;

/**
 * A list of zero-terminated strings, in the format in which a guest gets its arguments and
 * environment.
 *
 * @param names the names of the variables, in the same order; empty for arguments
 * @param strings the bytes of the strings, without the zeros
 * @param size the total size, including the zeros, in bytes
 */
public record Strings(List<String> names, List<byte[]> strings, long size) {

    private Strings(List<String> names, List<byte[]> strings) {
        this(names, strings, strings.stream().mapToLong(each -> each.length + 1L).sum());
    }

    /** Returns the program arguments, in order. */
    public static Strings ofArguments(List<String> arguments) {
        return new Strings(List.of(), arguments.stream().map(Strings::bytes).toList());
    }

    /**
     * The prefix of the variables that contain placeholders for secrets. The secret's name follows.
     */
    private static final String SECRET = "VEX_SECRET_";

    /**
     * Returns the granted variables, sorted by name so that every call has the same order.
     *
     * @param placeholder maps the name of a secret to its placeholder
     */
    public static Strings ofEnvironment(
            Map<String, String> variables, Grants grants, UnaryOperator<String> placeholder) {
        Map<String, String> granted = new TreeMap<>();
        variables.forEach(
                (name, value) -> {
                    if (grants.coversVariable(name) && name.indexOf('=') < 0) {
                        granted.put(name, value);
                    }
                });
        for (Grant.Secret secret : grants.secrets()) {
            granted.put(SECRET + secret.name(), placeholder.apply(secret.name()));
        }
        Collection<Map.Entry<String, String>> entries = granted.entrySet();
        return new Strings(
                List.copyOf(granted.keySet()),
                entries.stream()
                        .map(entry -> bytes(entry.getKey() + "=" + entry.getValue()))
                        .toList());
    }

    /**
     * Returns whether a variable is granted, either itself or as the placeholder of a granted
     * secret.
     */
    public static boolean covers(Grants grants, String name) {
        return grants.coversVariable(name)
                || grants.secrets().stream().anyMatch(each -> name.equals(SECRET + each.name()));
    }

    /** Returns the capability that a variable belongs to. */
    public static Capability capability(String name) {
        return name.startsWith(SECRET) ? Capability.SECRET : Capability.ENVIRONMENT;
    }

    /**
     * Returns the subject of that capability for a variable: the name of the secret or of the
     * variable.
     */
    public static String subject(String name) {
        return name.startsWith(SECRET) ? name.substring(SECRET.length()) : name;
    }

    /** Returns the bytes up to the first zero, which would end the string for the guest. */
    private static byte[] bytes(String text) {
        int end = text.indexOf(0);
        return (end < 0 ? text : text.substring(0, end)).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the number of strings and their total size. */
    public void writeSizes(GuestMemory memory, long countAddress, long sizeAddress) {
        if (size > Integer.MAX_VALUE) {
            throw Errno.OVERFLOW.asException();
        }
        memory.check(countAddress, Integer.BYTES);
        memory.check(sizeAddress, Integer.BYTES);
        memory.writeInt(countAddress, strings.size());
        memory.writeInt(sizeAddress, (int) size);
    }

    /** Writes the addresses of the strings, and the strings themselves. */
    public void write(GuestMemory memory, long pointersAddress, long bytesAddress) {
        memory.check(pointersAddress, (long) Integer.BYTES * strings.size());
        memory.check(bytesAddress, size);
        long pointer = pointersAddress;
        long address = bytesAddress;
        for (byte[] string : strings) {
            memory.writeInt(pointer, (int) address);
            memory.write(address, string, 0, string.length);
            memory.writeByte(address + string.length, 0);
            pointer += Integer.BYTES;
            address += string.length + 1L;
        }
    }
}
