package org.vexhost.wasi.session;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;

/**
 * A list of zero-terminated strings as the guest gets it.
 *
 * @param names of variables; empty for arguments
 * @param strings the bytes, without the zeros
 * @param size of all of them together, with the zeros, in bytes
 */
public record Strings(List<String> names, List<byte[]> strings, long size) {

    private Strings(List<String> names, List<byte[]> strings) {
        this(names, strings, strings.stream().mapToLong(each -> each.length + 1L).sum());
    }

    /** Program arguments, in their order. */
    public static Strings ofArguments(List<String> arguments) {
        return new Strings(List.of(), arguments.stream().map(Strings::bytes).toList());
    }

    /** The granted variables, sorted by name so that every call has the same order. */
    public static Strings ofEnvironment(Map<String, String> variables, Grants grants) {
        Map<String, String> granted = new TreeMap<>();
        variables.forEach(
                (name, value) -> {
                    if (grants.coversVariable(name) && name.indexOf('=') < 0) {
                        granted.put(name, value);
                    }
                });
        Collection<Map.Entry<String, String>> entries = granted.entrySet();
        return new Strings(
                List.copyOf(granted.keySet()),
                entries.stream()
                        .map(entry -> bytes(entry.getKey() + "=" + entry.getValue()))
                        .toList());
    }

    /** What comes after a zero would be another string to the guest. */
    private static byte[] bytes(String text) {
        int end = text.indexOf(0);
        return (end < 0 ? text : text.substring(0, end)).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes how many there are, and how many bytes they take. */
    public void writeSizes(GuestMemory memory, long countAddress, long sizeAddress) {
        if (size > Integer.MAX_VALUE) {
            throw Errno.OVERFLOW.asException();
        }
        memory.check(countAddress, Integer.BYTES);
        memory.check(sizeAddress, Integer.BYTES);
        memory.writeInt(countAddress, strings.size());
        memory.writeInt(sizeAddress, (int) size);
    }

    /** Writes their addresses, and the strings themselves. */
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
