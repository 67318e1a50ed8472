package org.vexhost.http.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.AddressPrefix;

@DisplayName("Addresses")
class AddressRulesTest {

    private static Optional<String> forbids(String address, String... granted) throws Exception {
        List<AddressPrefix> ranges = List.of(granted).stream().map(AddressPrefix::parse).toList();
        return AddressRules.forbids(InetAddress.getByName(address), ranges);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "10.0.0.1, private",
        "10.255.255.255, private",
        "100.64.0.1, carrier-grade NAT",
        "100.100.100.200, carrier-grade NAT",
        "100.127.255.255, carrier-grade NAT",
        "127.0.0.1, loopback",
        "127.255.255.255, loopback",
        "168.63.129.16, metadata",
        "169.254.169.254, link-local",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.192, reserved",
        "192.0.2.1, documentation",
        "192.168.255.255, private",
        "198.18.0.1, benchmark",
        "198.19.255.255, benchmark",
        "203.0.113.9, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, reserved",
        "::, unspecified",
        "::1, loopback",
        "fc00::1, unique-local",
        "fd00:ec2::254, unique-local",
        "fe80::1, link-local",
        "fec0::1, private",
        "ff02::1, multicast",
        "2001:db8::1, documentation",
        "3fff::1, documentation",
        "100::1, reserved",
        "5f00::1, reserved",
        "4000::1, reserved",
        // IPv4 inside
        "::ffff:127.0.0.1, loopback",
        "::127.0.0.1, loopback",
        "64:ff9b::7f00:1, loopback",
        "64:ff9b::a9fe:a9fe, link-local",
        "64:ff9b:1::808:808, private",
        "2002:7f00:1::, loopback",
        "2002:a00:1::1, private",
        "2001:0:a00:1::1, private",
        "2001:0:808:808::80ff:fffe, loopback",
    })
    void thatAreNotPublicAreForbidden(String address, String kind) throws Exception {
        assertEquals(Optional.of(kind), forbids(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "223.255.255.255",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1",
            })
    void thatArePublicMayBeReached(String address) throws Exception {
        assertEquals(Optional.empty(), forbids(address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.0.0/16",
        "127.0.0.1, 127.0.0.1/32",
        "169.254.169.254, 169.254.169.254/32",
        "fd00::7, fd00::/8",
        "64:ff9b::a01:203, 10.0.0.0/8",
    })
    void areOpenedByARange(String address, String range) throws Exception {
        assertEquals(Optional.empty(), forbids(address, range));
    }

    @ParameterizedTest
    @CsvSource({"10.2.0.1, 10.1.0.0/16", "127.0.0.2, 127.0.0.1/32", "::1, 0.0.0.0/0"})
    void areNotOpenedByAnotherRange(String address, String range) throws Exception {
        assertTrue(forbids(address, range).isPresent());
    }
}
