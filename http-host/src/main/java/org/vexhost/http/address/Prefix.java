package org.vexhost.http.address;

import java.util.Arrays;
import java.util.Objects;

/** A range of addresses of one family. */
public final class Prefix {

    private final byte[] address;
    private final int length;

    private Prefix(byte[] address, int length) {
        this.address = address;
        this.length = length;
    }

    /**
     * Reads a range.
     *
     * @param text an address in digits and a prefix length, for example {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if it is not one, or has bits set behind the prefix
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        byte[] address =
                slash < 0
                        ? new byte[0]
                        : Literals.parse(text.substring(0, slash)).orElseGet(() -> new byte[0]);
        int length = slash < 0 ? -1 : length(text.substring(slash + 1));
        if (address.length == 0 || length < 0 || length > address.length * 8) {
            throw new IllegalArgumentException("not an address range [%s]".formatted(text));
        }
        Prefix prefix = new Prefix(address, length);
        byte[] cut = address.clone();
        for (int bit = length; bit < cut.length * 8; bit++) {
            cut[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        if (!Arrays.equals(cut, address)) {
            throw new IllegalArgumentException(
                    "address range has bits behind its prefix [%s]".formatted(text));
        }
        return prefix;
    }

    private static int length(String digits) {
        return digits.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(digits) : -1;
    }

    /**
     * Whether an address is in the range.
     *
     * @param bytes 4 or 16, in network order
     */
    public boolean contains(byte[] bytes) {
        if (bytes.length != address.length) {
            return false;
        }
        int whole = length / 8;
        if (!Arrays.equals(bytes, 0, whole, address, 0, whole)) {
            return false;
        }
        int rest = length % 8;
        int mask = (0xff00 >> rest) & 0xff;
        return rest == 0 || ((bytes[whole] ^ address[whole]) & mask) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prefix prefix
                && length == prefix.length
                && Arrays.equals(address, prefix.address);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(address), length);
    }
}
