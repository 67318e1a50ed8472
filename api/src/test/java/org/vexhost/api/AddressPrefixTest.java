package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A range of addresses")
class AddressPrefixTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "127.0.0.1/32",
                "0.0.0.0/0",
                "172.16.0.0/12",
                "fd00::/8",
                "::/0",
                "::1/128",
                "::fffe:0:0/95",
                "64:ff9b::a00:0/104",
            })
    void isWrittenAsItIsRead(String text) {
        assertEquals(text, AddressPrefix.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1/8|10.0.0.0/8",
                "192.168.1.7/23|192.168.0.0/23",
                "1.2.3.4/0|0.0.0.0/0",
                "127.0.0.1/31|127.0.0.0/31",
                "fd00::1/8|fd00::/8",
                "fd00:1:2:3::/63|fd00:1:2:2::/63",
                "FD00::1/8|fd00::/8",
                "::1/0|::/0",
            })
    void withBitsBehindItsPrefixIsRejectedAndTheRightOneNamed(String text, String right) {
        assertEquals(
                "address range has bits behind its prefix; '%s' is the range that holds this address"
                                .formatted(right)
                        + " ['%s']".formatted(text),
                rejection(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FD00::/8|fd00::/8",
                "fd00:0::/8|fd00::/8",
                "fd00:0:0:0:0:0:0:0/8|fd00::/8",
                "2001:0db8::/32|2001:db8::/32",
            })
    void inAnotherFormIsRejectedAndItsOwnNamed(String text, String right) {
        assertEquals(
                "address range is written '%s' ['%s']".formatted(right, text), rejection(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "::ffff:a00:0/104|10.0.0.0/8",
                "::ffff:7f00:1/128|127.0.0.1/32",
                "::ffff:a00:1/104|10.0.0.0/8",
                "::ffff:0:0/96|0.0.0.0/0",
            })
    void ofMappedAddressesIsRejectedAndTheOneOfIpv4Named(String text, String right) {
        assertEquals(
                "address range is of IPv4-mapped addresses, which count as IPv4; '%s' is the range of these"
                                .formatted(right)
                        + " ['%s']".formatted(text),
                rejection(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/33|address range has a prefix of more than 32 bits ['10.0.0.0/33']",
                "::/129|address range has a prefix of more than 128 bits ['::/129']",
                "::/999|address range has a prefix of more than 128 bits ['::/999']",
            })
    void hasNoMoreBitsThanItsAddress(String text, String message) {
        assertEquals(message, rejection(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8 ",
                " 10.0.0.0/8",
                "10.0.0.0/8/8",
                "10.0.0.0/9999999999",
                "10.0.0/8",
                "010.0.0.0/8",
                "10.0.0.256/32",
                "0x0a.0.0.0/8",
                "::ffff:10.0.0.0/104",
                "fe80::1%eth0/64",
                "[fd00::]/8",
                ":::/8",
                "1::2::/32",
                "x/8",
                "\u0661\u0660.0.0.0/8",
            })
    void isNotAnythingElse(String text) {
        assertEquals(
                "address range is not address/prefix-length [%s]"
                        .formatted(MessageText.quote(text)),
                rejection(text));
    }

    private static String rejection(String text) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> AddressPrefix.parse(text))
                        .getMessage();
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new Grant.AddressRange(text))
                        .getMessage());
        return message;
    }
}
