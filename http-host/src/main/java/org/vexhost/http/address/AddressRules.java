package org.vexhost.http.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.AddressLiterals;
import org.vexhost.api.AddressPrefix;

/**
 * Decides which addresses a request may reach without an explicit grant. These are the addresses of
 * the public Internet. The rules follow the registries of special-purpose addresses (RFC 6890 and
 * its updates), because the JDK's own tests cover only about half of these.
 */
public final class AddressRules {

    /**
     * The special-purpose ranges of IPv4 addresses. The first row that matches an address applies.
     */
    private static final List<Row> IPV4 =
            List.of(
                    row("0.0.0.0/8", "unspecified"),
                    row("10.0.0.0/8", "private"),
                    row("100.64.0.0/10", "carrier-grade NAT"),
                    row("127.0.0.0/8", "loopback"),
                    row("168.63.129.16/32", "metadata"),
                    row("169.254.0.0/16", "link-local"),
                    row("172.16.0.0/12", "private"),
                    row("192.0.0.0/24", "reserved"),
                    row("192.0.2.0/24", "documentation"),
                    row("192.88.99.0/24", "reserved"),
                    row("192.168.0.0/16", "private"),
                    row("198.18.0.0/15", "benchmark"),
                    row("198.51.100.0/24", "documentation"),
                    row("203.0.113.0/24", "documentation"),
                    row("224.0.0.0/4", "multicast"),
                    row("240.0.0.0/4", "reserved"));

    private static final List<Row> IPV6 =
            List.of(
                    row("::/128", "unspecified"),
                    row("::1/128", "loopback"),
                    row("64:ff9b:1::/48", "private"),
                    row("2001:2::/48", "benchmark"),
                    row("2001:10::/28", "reserved"),
                    row("2001:20::/28", "reserved"),
                    row("2001:db8::/32", "documentation"),
                    row("3fff::/20", "documentation"),
                    row("fc00::/7", "unique-local"),
                    row("fe80::/10", "link-local"),
                    row("fec0::/10", "private"),
                    row("ff00::/8", "multicast"));

    private static final AddressPrefix NAT64 = AddressPrefix.parse("64:ff9b::/96");
    private static final AddressPrefix SIX_TO_FOUR = AddressPrefix.parse("2002::/16");
    private static final AddressPrefix TEREDO = AddressPrefix.parse("2001::/32");
    private static final AddressPrefix COMPATIBLE = AddressPrefix.parse("::/96");
    private static final AddressPrefix GLOBAL = AddressPrefix.parse("2000::/3");

    private record Row(AddressPrefix prefix, String kind) {}

    private AddressRules() {}

    private static Row row(String prefix, String kind) {
        return new Row(AddressPrefix.parse(prefix), kind);
    }

    /**
     * Returns why an address is forbidden, if it is.
     *
     * @param address the address
     * @param granted the address ranges that the operator granted
     * @return the kind of address, for example {@code loopback}; empty if the address may be
     *     reached
     */
    public static Optional<String> forbids(InetAddress address, List<AddressPrefix> granted) {
        return forbids(address.getAddress(), scoped(address), granted);
    }

    private static boolean scoped(InetAddress address) {
        return address instanceof Inet6Address six
                && (six.getScopeId() != 0 || six.getScopedInterface() != null);
    }

    private static Optional<String> forbids(
            byte[] bytes, boolean scoped, List<AddressPrefix> granted) {
        if (scoped) {
            return Optional.of("link-local");
        }
        if (granted.stream().anyMatch(prefix -> prefix.contains(bytes))) {
            return Optional.empty();
        }
        if (bytes.length == 4) {
            return find(IPV4, bytes);
        }
        return find(IPV6, bytes).or(() -> wrapped(bytes, granted));
    }

    /**
     * Checks the IPv4 address that an IPv6 address embeds, because it is the real destination of
     * the packets.
     */
    private static Optional<String> wrapped(byte[] bytes, List<AddressPrefix> granted) {
        if (NAT64.contains(bytes)
                || COMPATIBLE.contains(bytes)
                || AddressPrefix.IPV4_MAPPED.contains(bytes)) {
            return ipv4(bytes, 12, 0, granted);
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return ipv4(bytes, 2, 0, granted);
        }
        if (TEREDO.contains(bytes)) {
            return ipv4(bytes, 4, 0, granted).or(() -> ipv4(bytes, 12, 0xff, granted));
        }
        return GLOBAL.contains(bytes) ? Optional.empty() : Optional.of("reserved");
    }

    private static Optional<String> ipv4(
            byte[] bytes, int at, int mask, List<AddressPrefix> granted) {
        byte[] inside = new byte[4];
        for (int i = 0; i < 4; i++) {
            inside[i] = (byte) (bytes[at + i] ^ mask);
        }
        return forbids(inside, false, granted);
    }

    private static Optional<String> find(List<Row> rows, byte[] bytes) {
        for (Row row : rows) {
            if (row.prefix().contains(bytes)) {
                return Optional.of(row.kind());
            }
        }
        return Optional.empty();
    }

    /** Returns the numeric address, for messages. */
    public static String text(InetAddress address) {
        return AddressLiterals.text(address.getAddress());
    }
}
