package org.vexhost.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses and formats IP addresses in canonical form. A text that two programs could interpret as
 * different addresses ({@code 127.1}, {@code 0177.0.0.1}, {@code 2130706433}) is not accepted.
 *
 * @since 1.0
 */
public final class AddressLiterals {

    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

    private AddressLiterals() {}

    /**
     * Parses an address: four decimal octets, or an IPv6 address in the form of RFC 5952.
     *
     * @return 4 or 16 bytes, in network order; empty if the text is not an address in this form
     */
    public static Optional<byte[]> parse(String text) {
        return parseAnyForm(text).filter(bytes -> text(bytes).equals(text));
    }

    /**
     * Parses an address as {@link #parse} does, but also accepts IPv6 addresses with unnecessary
     * zeros or in upper case. Messages use it to suggest the canonical form.
     */
    static Optional<byte[]> parseAnyForm(String text) {
        return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    }

    /**
     * Formats an address in the form that {@link #parse} accepts.
     *
     * @param bytes the 4 or 16 bytes of the address, in network order
     */
    public static String text(byte[] bytes) {
        return bytes.length == 4
                ? "%d.%d.%d.%d"
                        .formatted(
                                bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff)
                : ipv6(bytes);
    }

    /**
     * Returns whether some programs would interpret a host name as an IPv4 address. They do so if
     * the last label is a number (WHATWG URL, "ends in a number").
     */
    public static boolean endsInNumber(String host) {
        String[] labels = host.split("\\.", -1);
        int last = labels.length - 1;
        if (labels[last].isEmpty() && last > 0) {
            last--;
        }
        return NUMBER.matcher(labels[last]).matches();
    }

    private static Optional<byte[]> parseIpv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) Integer.parseInt(octets[i]);
        }
        return Optional.of(bytes);
    }

    private static Optional<byte[]> parseIpv6(String text) {
        int gap = text.indexOf("::");
        String[] head = groups(gap < 0 ? text : text.substring(0, gap));
        String[] tail = gap < 0 ? new String[0] : groups(text.substring(gap + 2));
        int given = head.length + tail.length;
        if (gap < 0 ? given != 8 : given > 7) {
            return Optional.empty();
        }
        byte[] bytes = new byte[16];
        if (!put(head, bytes, 0) || !put(tail, bytes, 8 - tail.length)) {
            return Optional.empty();
        }
        return Optional.of(bytes);
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static boolean put(String[] groups, byte[] bytes, int at) {
        for (int i = 0; i < groups.length; i++) {
            if (!GROUP.matcher(groups[i]).matches()) {
                return false;
            }
            int value = Integer.parseInt(groups[i], 16);
            bytes[2 * (at + i)] = (byte) (value >> 8);
            bytes[2 * (at + i) + 1] = (byte) value;
        }
        return true;
    }

    /**
     * Formats an address in the form of RFC 5952: in lower case and without leading zeros. The
     * longest run of two or more zero groups becomes {@code ::}. If several runs have the same
     * length, the first one does.
     */
    private static String ipv6(byte[] bytes) {
        int[] groups = new int[8];
        Arrays.setAll(groups, i -> ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff));
        int from = 0;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (length > 1 && i == from) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
