package org.vexhost.api;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A range of IP addresses of one family: an address, and the number of its first bits that all
 * addresses in the range share. Immutable.
 *
 * @since 1.0
 */
public final class AddressPrefix {

    private static final int MAPPED_LENGTH = 96;

    /** The IPv4-mapped addresses, {@code ::ffff:0:0/96}. */
    public static final AddressPrefix IPV4_MAPPED =
            new AddressPrefix(
                    new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0},
                    MAPPED_LENGTH);

    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAX_TEXT_LENGTH = 64;
    private final byte[] address;
    private final int length;

    private AddressPrefix(byte[] address, int length) {
        this.address = address;
        this.length = length;
    }

    /**
     * Parses a range.
     *
     * @param text an address in its canonical form, as {@link AddressLiterals#parse} accepts it,
     *     and a prefix length, for example {@code 10.0.0.0/8} or {@code fd00::/8}
     * @throws IllegalArgumentException if the text is not a range, has bits set after the prefix,
     *     or lies within the IPv4-mapped addresses, which every connection treats as IPv4
     *     addresses; the message names the range that was probably meant, if there is one
     */
    public static AddressPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.length() > MAX_TEXT_LENGTH) {
            throw malformed("is not address/prefix-length", text);
        }
        byte[] address =
                AddressLiterals.parseAnyForm(text.substring(0, slash))
                        .orElseThrow(() -> malformed("is not address/prefix-length", text));
        String digits = text.substring(slash + 1);
        if (!LENGTH.matcher(digits).matches()) {
            throw malformed("is not address/prefix-length", text);
        }
        int length = Integer.parseInt(digits);
        if (length > address.length * 8) {
            throw malformed(
                    "has a prefix of more than %d bits".formatted(address.length * 8), text);
        }
        AddressPrefix meant = new AddressPrefix(cut(address, length), length);
        if (length >= MAPPED_LENGTH && IPV4_MAPPED.contains(address)) {
            throw malformed(
                    "is of IPv4-mapped addresses, which count as IPv4; '%s' is the range of these"
                            .formatted(meant.unmapped()),
                    text);
        }
        if (!Arrays.equals(meant.address, address)) {
            throw malformed(
                    "has bits behind its prefix; '%s' is the range that holds this address"
                            .formatted(meant),
                    text);
        }
        if (!meant.toString().equals(text)) {
            throw malformed("is written '%s'".formatted(meant), text);
        }
        return meant;
    }

    private static IllegalArgumentException malformed(String what, String text) {
        return new IllegalArgumentException(
                "address range %s [%s]".formatted(what, MessageText.quote(text)));
    }

    private static byte[] cut(byte[] address, int length) {
        byte[] cut = address.clone();
        for (int bit = length; bit < cut.length * 8; bit++) {
            cut[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return cut;
    }

    private AddressPrefix unmapped() {
        return new AddressPrefix(Arrays.copyOfRange(address, 12, 16), length - MAPPED_LENGTH);
    }

    /**
     * Returns whether an address is in the range.
     *
     * @param bytes the 4 or 16 bytes of the address, in network order
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
        return other instanceof AddressPrefix prefix
                && length == prefix.length
                && Arrays.equals(address, prefix.address);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(address), length);
    }

    /** Returns the range in the form that {@link #parse} accepts. */
    @Override
    public String toString() {
        return AddressLiterals.text(address) + "/" + length;
    }
}
