package org.vexhost.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Addresses in digits")
class AddressLiteralsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "017700000001",
                "127.0.0.01",
                "127.0.0.256",
                "127.0.0.1.",
                "1.2.3.4.5",
                "::ffff:127.0.0.1",
                "::fFFf:127.0.0.1",
                "0:0:0:0:0:0:0:1",
                "::0001",
                "::01",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7::8",
                "1::2::3",
                ":::",
                "FE80::1",
                "",
                "0",
            })
    void haveOneFormAndThisIsNotIt(String text) {
        assertTrue(AddressLiterals.parse(text).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "2001:db8::1:0:0:1",
                "1:2:3:4:5:6:7:8",
                "::ffff:7f00:1",
                "1:0:2::3",
            })
    void areReadInTheirForm(String text) throws Exception {
        byte[] bytes = AddressLiterals.parse(text).orElseThrow();
        InetAddress address = InetAddress.getByAddress(bytes);
        assertEquals(InetAddress.getByName(text), address);
        assertEquals(text, AddressLiterals.text(bytes));
    }

    @ParameterizedTest
    @CsvSource({"127.1, true", "a.0x7f, true", "a.0x, true", "1, true", "a.1., true"})
    void areSuspectedBehindNames(String host, boolean suspect) {
        assertEquals(suspect, AddressLiterals.endsInNumber(host));
        assertFalse(AddressLiterals.endsInNumber("a" + host.replaceAll("[0-9x.]", "") + "b"));
    }
}
